import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who listen to a daemon, and what they get: Serve PORT TOKEN PID DEFINITION CLIENTS SECONDS.
 * The definition of one vGPU is rewritten every second, as mdevctl would. Prints a line for each thing
 * that was measured: its name, a tab, the figures.
 */
public final class Serve {

    private static volatile long written;

    public static void main(String[] words) throws Exception {
        var port = Integer.parseInt(words[0]);
        var token = words[1];
        var status = Path.of("/proc", words[2], "status");
        var definition = Path.of(words[3]);
        var clients = Integer.parseInt(words[4]);
        var end = System.nanoTime() + Integer.parseInt(words[5]) * 1_000_000_000L;
        row("resident, before", residentMib(status) + " MiB");

        // The first ones find code that is not compiled yet.
        for (var i = 0; i < 200; i++) {
            ask(port, token, "/metrics");
        }
        var latencies = new ConcurrentLinkedQueue<Long>();
        var events = new ArrayList<Long>();
        var firsts = new ArrayList<Long>();
        var lasts = new ArrayList<Long>();
        var ready = new AtomicInteger();
        var lost = new AtomicInteger();
        for (var i = 0; i < clients; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    listen(port, token, ready, latencies);
                } catch (IOException e) {
                    // Counted below.
                }
                lost.incrementAndGet();
            });
        }
        while (ready.get() < clients && lost.get() == 0) {
            Thread.sleep(50);
        }
        var scrapes = new ArrayList<Long>();
        var changes = 0;
        var half = System.nanoTime() + (end - System.nanoTime()) / 2;
        var residentAtHalf = -1L;
        while (System.nanoTime() < end) {
            var text = Files.readString(definition);
            // In one go: a file that is seen half-written is another event, and then none.
            var next = Path.of(System.getenv("VGPUCTL_STATE_DIR"), "next");
            Files.writeString(next, text.contains("manual") ? text.replace("manual", "auto") : text.replace("\"auto\"", "\"manual\""));
            written = System.nanoTime();
            Files.move(next, definition, StandardCopyOption.ATOMIC_MOVE);
            changes++;
            Thread.sleep(700);
            var start = System.nanoTime();
            ask(port, token, "/metrics");
            scrapes.add(System.nanoTime() - start);
            Thread.sleep(300);
            var ofThisChange = new ArrayList<Long>();
            for (var latency = latencies.poll(); latency != null; latency = latencies.poll()) {
                ofThisChange.add(latency);
            }
            if (!ofThisChange.isEmpty()) {
                events.addAll(ofThisChange);
                firsts.add(Collections.min(ofThisChange));
                lasts.add(Collections.max(ofThisChange));
            }
            if (residentAtHalf < 0 && System.nanoTime() > half) {
                residentAtHalf = residentMib(status);
            }
        }
        row("resident, at half the time and at the end", residentAtHalf + " MiB, " + residentMib(status) + " MiB");
        row("listeners, and how many of them were lost", clients + ", " + lost.get());
        print("scrape", scrapes);
        row(
                "changes outside; events that should have come of them, and came",
                "%d; %d, %d".formatted(changes, changes * clients, events.size()));
        print("event, from the file to a listener", events);
        print("event, from the file to the first listener", firsts);
        print("event, from the file to the last listener", lasts);
        System.exit(lost.get() == 0 ? 0 : 1);
    }

    private static void row(String what, String figures) {
        System.out.println(what + "\t" + figures);
    }

    private static void print(String what, List<Long> nanos) {
        nanos.sort(null);
        if (!nanos.isEmpty()) {
            row(
                    what + ": median, p99",
                    "%.1f ms, %.1f ms"
                            .formatted(nanos.get(nanos.size() / 2) / 1e6, nanos.get(nanos.size() * 99 / 100) / 1e6));
        }
    }

    private static Socket open(int port, String token, String path, String more) throws IOException {
        var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        var request =
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token
                        + "\r\n" + more + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void listen(int port, String token, AtomicInteger ready, ConcurrentLinkedQueue<Long> latencies)
            throws IOException {
        try (var socket = open(port, token, "/v1/events", "");
                var lines =
                        new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: ready")) {
                    ready.incrementAndGet();
                } else if (line.startsWith("event: vgpu-changed")) {
                    latencies.add(System.nanoTime() - written);
                }
            }
        }
    }

    private static void ask(int port, String token, String path) throws IOException {
        try (var socket = open(port, token, path, "Connection: close\r\n")) {
            socket.getInputStream().readAllBytes();
        }
    }

    private static long residentMib(Path status) throws IOException {
        for (var line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return -1;
    }
}

package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events over a real connection: of changes that the daemon makes and that others make. */
@Timeout(60)
class EventsTest {

    @TempDir private Path directory = Path.of("");

    @Test
    void whoListensIsToldWhoeverChangesSomethingAndCanComeBack() throws IOException {
        var host = SimulatedHost.withOneCard(directory);
        try (var served = ServedHost.start(host)) {
            String id;
            try (var listener = new Listener(served, "")) {
                listener.until("event: ready");
                served.post("/v1/vgpus", "{\"type\": \"P40-6Q\", \"name\": \"ours\"}");
                assertThat(listener.until("event: vgpu-added")).isNotEmpty();
                id = listener.until("id: ").substring(4);
                assertThat(listener.until("data: ")).contains("\"name\":\"ours\"");
                host.after("attach", "ours", "y-k8s-n-1");
                assertThat(listener.untilItSays("y-k8s-n-1")).contains("\"name\":\"ours\"");
            }
            try (var again = new Listener(served, "Last-Event-ID: " + id + "\r\n")) {
                assertThat(again.untilItSays("y-k8s-n-1")).contains("\"name\":\"ours\"");
            }
            try (var stranger = new Listener(served, "Last-Event-ID: another-7\r\n")) {
                assertThat(stranger.until("event: reset")).isNotEmpty();
            }
        }
    }

    @Test
    void aVmThatStartsOutsideIsToldAlsoWhereItHasNoVgpu() throws IOException {
        var host = SimulatedHost.withOneCard(directory);
        try (var served = ServedHost.start(host);
                var listener = new Listener(served, "")) {
            listener.until("event: ready");
            host.after("sim", "virsh", "start", "y-k8s-n-1");
            listener.until("event: vm-changed");
            assertThat(listener.until("data: "))
                    .contains("\"name\":\"y-k8s-n-1\"", "\"running\":true");
        }
    }

    @Test
    void whileNothingHappensTheConnectionIsKeptUpAndItEndsWithTheDaemon() throws IOException {
        var host = SimulatedHost.withOneCard(directory);
        var served = ServedHost.start(host);
        try (var listener = new Listener(served, "")) {
            listener.until("event: ready");
            listener.until(":");
            var between = System.nanoTime();
            listener.until(":");
            assertThat(System.nanoTime() - between).isLessThan(8_000_000_000L);
            served.close();
            assertThatThrownBy(() -> listener.until("event: ")).isInstanceOf(AssertionError.class);
        } finally {
            served.close();
        }
    }

    @Test
    void manyWhoListenAreToldEachOnceAndInOrderAlsoWhoReadsLate() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        try (var served = ServedHost.start(host);
                var late = new Listener(served, "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var listening = new ArrayList<Future<List<String>>>();
            for (var i = 0; i < 60; i++) {
                var listener = new Listener(served, "");
                listener.until("event: ready");
                listening.add(threads.submit(() -> told(listener)));
            }
            for (var i = 0; i < 6; i++) {
                host.after("create", "P40-2Q", "--name", "desk-" + i);
            }
            var wanted = told(late);
            assertThat(wanted).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
            for (var one : listening) {
                assertThat(one.get()).isEqualTo(wanted);
            }
        }
    }

    /** The ids up to the event of the last vGPU. */
    private static List<String> told(Listener listener) throws IOException {
        var ids = new ArrayList<String>();
        while (true) {
            var event = listener.until("event: vgpu-");
            ids.add(listener.until("id: "));
            if (event.endsWith("added") && listener.until("data: ").contains("desk-5")) {
                listener.close();
                return ids;
            }
        }
    }

    /** One of those that keep a connection open. */
    private static final class Listener implements AutoCloseable {

        private final SocketChannel channel;
        private final BufferedReader lines;

        Listener(ServedHost served, String header) throws IOException {
            channel = served.open();
            var request = "GET /v1/events HTTP/1.1\r\nHost: vgpuctl\r\n" + header + "\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            lines =
                    new BufferedReader(
                            new InputStreamReader(Channels.newInputStream(channel), UTF_8));
        }

        /** The next line that begins so. */
        String until(String beginning) throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
            throw new AssertionError("ended without " + beginning);
        }

        /**
         * The next change of a vGPU whose data contain a word. A look can fall between two steps of
         * a command, and then there is more than one change.
         */
        String untilItSays(String word) throws IOException {
            String data;
            do {
                until("event: vgpu-changed");
                data = until("data: ");
            } while (!data.contains(word));
            return data;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

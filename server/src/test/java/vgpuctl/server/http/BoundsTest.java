package vgpuctl.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.server.Settings;
import vgpuctl.server.access.Members;
import vgpuctl.server.access.Role;
import vgpuctl.server.api.Api;
import vgpuctl.server.api.Backend;
import vgpuctl.server.events.EventLog;
import vgpuctl.server.events.NoSignals;
import vgpuctl.server.metrics.Metrics;
import vgpuctl.server.metrics.OwnMetrics;

/** What the daemon puts up with, on a real socket; nothing here gets as far as a host. */
@Timeout(60)
class BoundsTest {

    private static final Duration SHORT = Duration.ofMillis(800);
    private static final String BEGUN =
            "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{";

    @TempDir private Path directory = Path.of("");
    private final EventLog events = new EventLog("run");
    private Optional<Listeners> listeners = Optional.empty();

    private void listen(int eachSecond, Duration head, Duration body) {
        var settings =
                new Settings(
                        new Settings.Unix(
                                socket(),
                                Optional.empty(),
                                Members.all(Role.VIEW),
                                Optional.empty()),
                        Optional.empty(),
                        new Settings.Limits(eachSecond, head, body));
        var backend =
                new Backend(
                        _ -> {
                            throw new IllegalStateException("the host is asked");
                        },
                        _ -> 1,
                        "a host",
                        _ -> {},
                        _ -> List.of(),
                        _ -> {},
                        new NoSignals(),
                        new NoLines(),
                        new NoDays(),
                        Optional.empty(),
                        Clock.systemUTC());
        var metrics =
                new Metrics(
                        () -> {
                            throw new IllegalStateException("the host is asked");
                        },
                        new OwnMetrics());
        var api = new Api(backend, "run", (_, _, _) -> {});
        var handler = new FrontHandler(api, metrics, events, settings);
        listeners = Optional.of(Listeners.open(settings, handler));
    }

    private Path socket() {
        return directory.resolve("socket");
    }

    @AfterEach
    void end() {
        events.close();
        listeners.ifPresent(Listeners::close);
    }

    private SocketChannel open() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** All that comes until the other end closes. */
    private static String rest(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }

    private String ask(String text) throws IOException {
        try (var channel = open()) {
            write(channel, text);
            return rest(channel);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Test
    void aBodyThatComesByteForByteIsCutOff() throws Exception {
        listen(1000, Duration.ofSeconds(30), SHORT);
        try (var channel = open()) {
            var start = System.nanoTime();
            write(channel, BEGUN);
            var trickle =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (var i = 0; i < 90; i++) {
                                        Thread.sleep(100);
                                        write(channel, " ");
                                    }
                                } catch (IOException | InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            assertThat(rest(channel)).startsWith("HTTP/1.1 408 ").contains("RequestTimeout");
            assertThat(millisSince(start)).isBetween(SHORT.toMillis() - 1, 5000L);
            trickle.interrupt();
        }
    }

    @Test
    void aBodyThatStopsIsCutOffAndItsPlaceIsFreeAgain() throws Exception {
        listen(1000, Duration.ofSeconds(30), SHORT);
        var slow = new ArrayList<SocketChannel>();
        for (var i = 0; i < 4; i++) {
            var channel = open();
            write(channel, BEGUN);
            slow.add(channel);
        }
        Thread.sleep(200);

        assertThat(ask(BEGUN)).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1");
        for (var channel : slow) {
            assertThat(rest(channel)).startsWith("HTTP/1.1 408 ");
            channel.close();
        }
        assertThat(ask(BEGUN)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aHeadThatComesByteForByteIsCutOff() throws Exception {
        listen(1000, SHORT, Duration.ofSeconds(30));
        try (var channel = open();
                var second = open();
                var third = open()) {
            write(third, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            var start = System.nanoTime();
            write(channel, "GET /healthz HTTP/1.1\r\nHo");
            var trickle =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (true) {
                                        Thread.sleep(100);
                                        write(channel, "o");
                                        write(third, "G");
                                    }
                                } catch (IOException | InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            assertThat(rest(second)).isEmpty();
            assertThat(rest(channel)).isEmpty();
            assertThat(rest(third)).contains("\"ok\"");
            assertThat(millisSince(start)).isBetween(SHORT.toMillis() / 2, 8000L);
            trickle.interrupt();
        }
    }

    @Test
    void aConnectionThatIsUsedOrListenedToStaysOpen() throws Exception {
        listen(1000, SHORT, Duration.ofSeconds(30));
        try (var used = open();
                var listening = open()) {
            write(listening, "GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n");
            for (var i = 0; i < 4; i++) {
                write(used, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(some(used)).startsWith("HTTP/1.1 200 ");
                Thread.sleep(SHORT.toMillis());
            }
            assertThat(some(listening)).contains("event: ready");
            listening.configureBlocking(false);
            assertThat(listening.read(ByteBuffer.allocate(16))).isZero();
        }
    }

    private static String some(SocketChannel channel) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\n\n") < 0 && text.indexOf("}") < 0) {
            var bytes = ByteBuffer.allocate(4096);
            if (channel.read(bytes) < 0) {
                return text.toString();
            }
            text.append(UTF_8.decode(bytes.flip()));
        }
        return text.toString();
    }

    @Test
    void whoAsksTooOftenIsToldSoAndMayAskAgainLater() throws Exception {
        listen(20, Duration.ofSeconds(30), Duration.ofSeconds(30));
        var heads = new ArrayList<String>();
        for (var i = 0; i < 40; i++) {
            heads.add(get("/healthz").lines().findFirst().orElse(""));
        }

        assertThat(heads.subList(0, 20)).containsOnly("HTTP/1.1 200 OK");
        assertThat(heads).contains("HTTP/1.1 429 Too Many Requests");
        assertThat(retried()).startsWith("HTTP/1.1 200 ");
    }

    private String retried() throws IOException, InterruptedException {
        Thread.sleep(1000);
        return get("/healthz");
    }

    @Test
    void bodiesOfAnyFormThatAreTooLargeAreRefused() throws IOException {
        listen(1000, Duration.ofSeconds(30), Duration.ofSeconds(5));
        var head = "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

        assertThat(ask(head + "Content-Length: 999999999999\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        for (var chunks : List.of(chunk.repeat(5), chunk.repeat(5) + "0\r\n\r\n")) {
            assertThat(answerWhileSending(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks))
                    .startsWith("HTTP/1.1 413 ");
        }
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
    }

    /** The other end may close before it has everything. */
    private String answerWhileSending(String text) throws IOException {
        try (var channel = open()) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            write(channel, text);
                        } catch (IOException _) {
                            // It has heard enough.
                        }
                    });
            return some(channel);
        }
    }

    @Test
    void aPlaceIsForOneAtATimeAndNoClientTakesAll() {
        var places = new Places(3, 2);

        assertThat(Stream.of("a", "a", "a", "b", "c").map(places::take))
                .containsExactly(true, true, false, true, false);
        places.giveBack("a");
        assertThat(Stream.of("c", "b").map(places::take)).containsExactly(true, false);
    }
}

package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
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

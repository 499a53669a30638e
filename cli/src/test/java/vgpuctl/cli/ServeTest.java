package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: started, asked over its socket, ended. */
@Timeout(60)
class ServeTest {

    private static final String AUDIT = "/var/log/vgpuctl/audit.jsonl";
    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";

    @TempDir private Path directory = Path.of("");

    @Test
    void saysWhereItListensAnswersAndEndsCleanlyWhenTold() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var process = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        try {
            assertThat(process.inputReader(UTF_8).readLine())
                    .isEqualTo("listening on unix:" + host.at(SOCKET));
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(host.at(SOCKET))))
                    .isEqualTo("rw-rw----");
            assertThat(get(host, "/healthz")).startsWith("HTTP/1.1 200 ").contains("\"ok\"");
            assertThat(get(host, "/readyz")).startsWith("HTTP/1.1 200 ").contains("\"ready\"");

            process.toHandle().destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(host.at(SOCKET)).doesNotExist();
            assertThat(process.errorReader(UTF_8).readAllAsString()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSocketThatAKilledDaemonLeftIsTakenAndOneThatIsInUseIsNot() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var first = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        assertThat(first.inputReader(UTF_8).readLine()).startsWith("listening");

        var second = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).ended();
        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.err()).contains("a daemon listens on " + host.at(SOCKET) + " already");

        first.destroyForcibly().waitFor();
        assertThat(host.at(SOCKET)).exists();
        var third = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        assertThat(third.inputReader(UTF_8).readLine()).startsWith("listening");
        third.destroyForcibly().waitFor();
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var file = directory.resolve("precious");
        Files.writeString(file, "text");

        var words = List.of("serve", "--socket", file.toString());
        var said = ChildJvm.start(host, Main.class, List.of(), words).ended();

        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .isEqualTo(
                        "error: "
                                + file
                                + " is there already, and no socket\n"
                                + "hint:  name another place with --socket\n");
        assertThat(file).hasContent("text");
    }

    /** The change waits for a lock that somebody else has while the daemon is told to end. */
    @Test
    void aChangeThatIsOnItsWayIsMadeBeforeItEnds() throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var process = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        assertThat(process.inputReader(UTF_8).readLine()).startsWith("listening");
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(host.at(SOCKET)))) {
            try (var _ = ConcurrencyTest.holdGpu(host)) {
                var body = "{\"type\": \"P40-6Q\"}";
                var request =
                        "POST /v1/vgpus HTTP/1.1\r\nHost: vgpuctl\r\n"
                                + "Content-Type: application/json\r\n"
                                + ("Content-Length: " + body.length() + "\r\n\r\n" + body);
                channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
                while (!Files.exists(host.at(AUDIT)) || !host.text(AUDIT).contains("begin")) {
                    Thread.sleep(20);
                }
                process.toHandle().destroy();
                assertThat(process.waitFor(3, TimeUnit.SECONDS)).isFalse();
            }
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(1);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
        assertThat(host.text(AUDIT)).contains("\"outcome\":\"done\"");
    }

    private static String get(SimulatedHost host, String path) throws IOException {
        var address = UnixDomainSocketAddress.of(host.at(SOCKET));
        try (var channel = SocketChannel.open(address)) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: vgpuctl\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }
}

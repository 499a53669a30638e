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

    private static String get(SimulatedHost host, String path) throws IOException {
        var address = UnixDomainSocketAddress.of(host.at(SOCKET));
        try (var channel = SocketChannel.open(address)) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: vgpuctl\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }
}

package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of the daemon in the middle of a change, and its next start. */
@Timeout(120)
class KilledDaemonTest {

    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";
    private static final String BODY = "{\"type\": \"P40-6Q\", \"name\": \"desk\", \"count\": 3}";

    @TempDir private Path directory = Path.of("");

    @ParameterizedTest(name = "at its moment {0}")
    @ValueSource(ints = {9, 14, 20})
    void theNextStartUndoesOrFinishesTheChangeAndSaysSo(int moment) throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var before = host.state();
        kill(host, moment);

        var meanwhile = host.vgpuctl("list");
        assertThat(meanwhile.exit()).isZero();
        assertThat(meanwhile.err()).contains("was cut off");

        var again = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        assertThat(again.inputReader(UTF_8).readLine()).startsWith("listening");
        again.toHandle().destroy();
        assertThat(again.waitFor(20, TimeUnit.SECONDS)).isTrue();

        var said = "'vgpuctl serve: POST /v1/vgpus for ";
        assertThat(again.errorReader(UTF_8).readAllAsString())
                .contains(said, "was cut off and has been undone");
        assertThat(host.state()).isEqualTo(before);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
        assertThat(host.text("/var/log/vgpuctl/audit.jsonl").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"begin\"");
        assertThat(host.text("/var/log/vgpuctl/audit.jsonl"))
                .contains("\"event\":\"settled\"", "has been undone");
    }

    /** It is asked for a change, and is killed before the n-th thing that it does to the host. */
    private static void kill(SimulatedHost host, int moment) throws Exception {
        var first = List.of(Integer.toString(moment));
        var process = ChildJvm.start(host, Deadly.class, first, List.of("serve")).process();
        assertThat(process.inputReader(UTF_8).readLine()).startsWith("listening");
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(host.at(SOCKET)))) {
            var request =
                    "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + ("Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            assertThat(Channels.newInputStream(channel).readAllBytes()).isEmpty();
        } catch (IOException _) {
            // It was killed while we spoke.
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ChildJvm.KILLED);
    }
}

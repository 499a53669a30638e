package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many as may connect send 1 MiB each, to a daemon with the heap that it has when installed. */
@Timeout(180)
class CrowdTest {

    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";

    /** Of 2048, with room for whoever asks beside them. */
    private static final int CROWD = 2000;

    private static final int BODY = 1 << 20;
    private static final int MOST_RESIDENT_MIB = 256;

    @TempDir private Path directory = Path.of("");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Content-Length: 1048576", "Content-Length: 262144", "chunked"})
    void aCrowdWithLargeBodiesTakesNoMoreThanThereIs(String length) throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var words = List.of("serve", "--rate", "1000000");
        var daemon = ChildJvm.start(host, Main.class, List.of(), words).process();
        var crowd = new ArrayList<SocketChannel>();
        try {
            assertThat(daemon.inputReader(UTF_8).readLine()).startsWith("listening");
            var request = request(length);
            for (var i = 0; i < CROWD; i++) {
                crowd.add(sent(host, request.duplicate()));
            }
            // Of the same user, who sends too many bodies already: turned away, they do without it.
            for (var i = 0; i < 5; i++) {
                host.after("create", "P40-1Q", "--name", "desk-" + i);
            }
            assertThat(residentMib(daemon.pid())).isLessThan(MOST_RESIDENT_MIB);
            assertThat(daemon.isAlive()).isTrue();
        } finally {
            for (var one : crowd) {
                one.close();
            }
            daemon.toHandle().destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(daemon.errorReader(UTF_8).readAllAsString()).isEmpty();
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(5);
    }

    private static ByteBuffer request(String length) {
        var framing =
                length.equals("chunked")
                        ? "Transfer-Encoding: chunked\r\n\r\n100000\r\n"
                        : length + "\r\n\r\n";
        var head = "POST /v1/layout/diff HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        return ByteBuffer.wrap((head + framing + " ".repeat(BODY)).getBytes(UTF_8))
                .asReadOnlyBuffer();
    }

    /** As much of it as is taken at once. */
    private static SocketChannel sent(SimulatedHost host, ByteBuffer request)
            throws IOException, InterruptedException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        while (!channel.isConnected()) {
            try {
                channel.connect(UnixDomainSocketAddress.of(host.at(SOCKET)));
            } catch (IOException _) {
                // It has not taken those before.
                channel.close();
                Thread.sleep(20);
                channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            }
        }
        channel.configureBlocking(false);
        try {
            while (request.hasRemaining() && channel.write(request) > 0) {
                Thread.onSpinWait();
            }
        } catch (IOException _) {
            // It was told that it is too much.
        }
        return channel;
    }

    private static long residentMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}

package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as systemd starts it, ends it and listens for it. */
@Timeout(120)
class ServeUnderSystemdTest {

    private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");
    private static final String GET =
            "GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

    @TempDir private Path directory = Path.of("");

    @Test
    void itSaysThatItIsReadyThatItIsAliveAndThatItStops() throws Throwable {
        var host = SimulatedHost.withOneCard(directory);
        var socket = directory.resolve("notify");
        var heard = new DatagramSocketFile(socket);
        var builder = ChildJvm.builder(host, Main.class, List.of(), List.of("serve"));
        builder.environment().put("NOTIFY_SOCKET", socket.toString());
        builder.environment().put("WATCHDOG_USEC", "1000000");
        var process = builder.start();
        try {
            assertThat(heard.next()).isEqualTo("READY=1");
            assertThat(host.at("/run/vgpuctl/vgpuctl.sock")).exists();
            assertThat(heard.next()).isEqualTo("WATCHDOG=1");
            assertThat(heard.next()).isEqualTo("WATCHDOG=1");

            process.toHandle().destroy();

            var last = heard.next();
            while (last.equals("WATCHDOG=1")) {
                last = heard.next();
            }
            assertThat(last).isEqualTo("STOPPING=1");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itAnswersOnTheSocketThatItIsPassedAndLeavesItWhereItIs() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var socket = directory.resolve("passed.sock");
        var process = activated(host, List.of(socket.toString()));
        try {
            while (!Files.exists(socket)) {
                Thread.sleep(20);
            }
            assertThat(get(socket)).startsWith("HTTP/1.1 200 ");
            assertThat(host.at("/run/vgpuctl/vgpuctl.sock")).doesNotExist();

            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(socket).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSocketOfThisHostsNetworkIsTakenToo() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var port = freePort();
        var process = activated(host, List.of("127.0.0.1:" + port));
        try {
            assertThat(getWhenItListens(port)).startsWith("HTTP/1.1 200 ");
            assertThat(get(host.at("/run/vgpuctl/vgpuctl.sock"))).startsWith("HTTP/1.1 200 ");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void moreThanOneSocketIsRefusedWithTheWayOut() throws Exception {
        var host = SimulatedHost.withOneCard(directory);
        var sockets = List.of(directory.resolve("a").toString(), directory.resolve("b").toString());
        var process = activated(host, sockets);
        while (!Files.exists(directory.resolve("b"))) {
            Thread.sleep(20);
        }
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("b")))) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.errorReader(UTF_8).readAllAsString())
                .contains(
                        "error: systemd passes 2 sockets, and one can be taken",
                        "hint:  leave one ListenStream= in vgpuctl.socket");
    }

    /** systemd's own tool listens, and starts it with the first connection. */
    private static Process activated(SimulatedHost host, List<String> sockets) throws IOException {
        assumeTrue(Files.isExecutable(ACTIVATE), "no systemd-socket-activate here");
        var builder = ChildJvm.builder(host, Main.class, List.of(), List.of("serve"));
        var command = new ArrayList<>(List.of(ACTIVATE.toString()));
        sockets.forEach(socket -> command.addAll(List.of("-l", socket)));
        builder.environment().keySet().forEach(name -> command.addAll(List.of("-E", name)));
        command.addAll(builder.command());
        return builder.command(command).start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String getWhenItListens(int port) throws Exception {
        while (true) {
            try (var socket =
                    new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
                socket.getOutputStream().write(GET.formatted("127.0.0.1:" + port).getBytes(UTF_8));
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            } catch (ConnectException _) {
                Thread.sleep(50);
            }
        }
    }

    private static String get(Path socket) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(GET.formatted("vgpuctl").getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }
}

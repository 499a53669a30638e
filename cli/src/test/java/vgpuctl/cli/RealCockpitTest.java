package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.browser.Browser;

/**
 * The console as a page of Debian's Cockpit, whose web service and bridge run for this test alone,
 * on loopback and as whoever runs it.
 */
@Timeout(180)
class RealCockpitTest {

    private static final Path SERVICE = Path.of("/usr/lib/cockpit/cockpit-ws");
    private static final Path BRIDGE = Path.of("/usr/bin/cockpit-bridge");
    private static final Path LIBRARY = Path.of("/usr/share/cockpit/base1");
    private static final Path PICTURES = Path.of("target", "console");

    /** Where its page looks for the daemon. */
    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";

    @TempDir private Path directory = Path.of("");

    @Test
    void theConsoleLooksChangesAndIsToldOfChanges() throws Exception {
        assumeTrue(Browser.program().isPresent(), "there is no Chromium here");
        for (var part : new Path[] {SERVICE, BRIDGE, LIBRARY}) {
            assumeTrue(Files.exists(part), "Cockpit is not installed: " + part);
        }
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        try (var served = ServedHost.start(host)) {
            writePage(served.socket());
            var port = freePort();
            var service = service(port);
            try (var browser = Browser.start(directory.resolve("profile"))) {
                awaitListener(service, port);
                var page = browser.page();
                page.open("http://127.0.0.1:" + port + "/cockpit/@localhost/vgpuctl/index.html");

                page.await("document.querySelector('.connection.live')");
                page.reads("48 GB of 48 GB free");
                Files.createDirectories(PICTURES);
                page.picture(PICTURES.resolve("real-cockpit.png"));

                // Told at once: what waits for the next event would come seconds later.
                host.after("create", "A40-12Q", "--name", "desk", "--daemon", "none");
                page.await(
                        "document.body.innerText.includes('36 GB of 48 GB free')",
                        Duration.ofSeconds(4));
                page.js(
                        "fetch('/v1/vgpus/desk', {method: 'DELETE'}).then(r => { window.said = r.status; })");
                page.await("window.said === 200");
                page.reads("48 GB of 48 GB free");
                assertThat(served.audit()).hasSize(2);
            } finally {
                service.destroy();
                assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private void writePage(Path socket) throws IOException {
        var folder = directory.resolve("data").resolve("cockpit").resolve("vgpuctl");
        CockpitPage.write(folder, Path.of("..", "dist", "cockpit"));
        var way = folder.resolve("through-cockpit.js");
        var text = Files.readString(way);
        assertThat(text).contains(SOCKET);
        Files.writeString(way, text.replace(SOCKET, socket.toString()));
    }

    private Process service(int port) throws IOException {
        var builder =
                new ProcessBuilder(
                        SERVICE.toString(),
                        "--no-tls",
                        "--address",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--local-session",
                        BRIDGE.toString());
        builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
        builder.redirectErrorStream(true).redirectOutput(log().toFile());
        return builder.start();
    }

    private Path log() {
        return directory.resolve("cockpit.log");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListener(Process service, int port) throws IOException, InterruptedException {
        while (true) {
            assertThat(service.isAlive()).as(Files.readString(log(), UTF_8)).isTrue();
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
    }
}

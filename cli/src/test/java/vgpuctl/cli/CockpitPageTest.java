package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.browser.Browser;
import vgpuctl.core.json.JsonReader;

/**
 * The console as a page of Cockpit, in Debian's browser: served with the policy that Cockpit makes
 * of its manifest, and with a stand-in for Cockpit's library that leads to the daemon's socket.
 */
@Timeout(180)
class CockpitPageTest {

    private static final String PLACE = "/cockpit/@localhost/vgpuctl/";
    private static final Path SOURCES = Path.of("..", "dist", "cockpit");
    private static final Path PICTURES = Path.of("target", "console");

    @TempDir private Path directory = Path.of("");
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @Test
    void theConsoleLooksAndChangesThroughCockpit() throws IOException {
        assumeTrue(Browser.program().isPresent(), "there is no Chromium here");
        var folder = directory.resolve("page");
        CockpitPage.write(folder, SOURCES);
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var served = ServedHost.start(host);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var browser = Browser.start(directory.resolve("profile"))) {
            server.setExecutor(threads);
            server.createContext(PLACE, exchange -> file(exchange, folder));
            server.createContext("/cockpit/@localhost/base1/", CockpitPageTest::library);
            server.createContext("/unix/", exchange -> forward(exchange, served));
            server.start();
            var page = browser.page();
            page.open("http://127.0.0.1:" + server.getAddress().getPort() + PLACE + "index.html");

            page.await("document.querySelector('.connection.live')");
            page.reads("NVIDIA A40");
            page.reads("48 GB of 48 GB free");
            Files.createDirectories(PICTURES);
            page.picture(PICTURES.resolve("cockpit.png"));

            // What is changed elsewhere is seen, and what is changed here is done and audited.
            host.after("create", "A40-12Q", "--name", "desk", "--daemon", "none");
            page.reads("36 GB of 48 GB free");
            page.js("(location.hash = '#/vgpus')");
            page.reads("desk");
            page.js(
                    "fetch('/v1/vgpus/desk', {method: 'DELETE'}).then(r => { window.said = r.status; })");
            page.await("window.said === 200");
            page.js("(location.hash = '#/')");
            page.reads("48 GB of 48 GB free");
            page.js(
                    "fetch('/v1/vgpus/nobody').then(r => r.json().then(j => { window.said = r.status + j.detail; }))");
            page.await("String(window.said).startsWith('404')");
            assertThat(served.audit()).hasSize(2);
            assertThat(asked).containsExactly("/run/vgpuctl/vgpuctl.sock as try");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void itIsMadeOfTheConsoleAndWhatCockpitNeeds() throws IOException {
        var folder = directory.resolve("page");
        CockpitPage.write(folder, SOURCES);

        var index = Files.readString(folder.resolve("index.html"));
        assertThat(index).doesNotContain("BASE", "MODULES", "\"/console");
        assertThat(index.indexOf("cockpit.js")).isLessThan(index.indexOf("through-cockpit.js"));
        assertThat(index.indexOf("through-cockpit.js")).isLessThan(index.indexOf("./app.js"));
        assertThat(policy(folder)).contains("'sha256-").doesNotContain("MODULES", "unsafe");
        assertThat(folder.resolve("vendor").resolve("preact.js")).isNotEmptyFile();
    }

    private static String policy(Path folder) throws IOException {
        var manifest = JsonReader.readObject(Files.readString(folder.resolve("manifest.json")));
        return manifest.orElseThrow().string("content-security-policy").orElseThrow();
    }

    private static void file(HttpExchange exchange, Path folder) throws IOException {
        var name = exchange.getRequestURI().getPath().substring(PLACE.length());
        exchange.getResponseHeaders()
                .add("Content-Security-Policy", "default-src 'self'; " + policy(folder));
        send(exchange, name, Files.readAllBytes(folder.resolve(name)));
    }

    private static void library(HttpExchange exchange) throws IOException {
        try (var in = CockpitPageTest.class.getResourceAsStream("cockpit-stand-in.js")) {
            assertThat(in).isNotNull();
            send(exchange, "cockpit.js", in.readAllBytes());
        }
    }

    private static void send(HttpExchange exchange, String name, byte[] bytes) throws IOException {
        var type =
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "html" -> "text/html; charset=utf-8";
                    case "css" -> "text/css";
                    default -> "text/javascript";
                };
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** To the socket and back, piece by piece, as Cockpit's bridge does. */
    private void forward(HttpExchange exchange, ServedHost served) throws IOException {
        var headers = exchange.getRequestHeaders();
        asked.add(headers.getFirst("X-Socket") + " as " + headers.getFirst("X-Superuser"));
        var body = exchange.getRequestBody().readAllBytes();
        var head = new StringBuilder(exchange.getRequestMethod());
        var path = exchange.getRequestURI().toString().substring("/unix".length());
        head.append(" ").append(path).append(" HTTP/1.0\r\nHost: localhost\r\n");
        for (var name :
                new String[] {"Accept", "Content-Type", "Prefer", "Idempotency-Key", "If-Match"}) {
            if (headers.containsKey(name)) {
                head.append(name).append(": ").append(headers.getFirst(name)).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (var channel = served.open();
                var in = Channels.newInputStream(channel);
                var out = exchange.getResponseBody()) {
            channel.write(ByteBuffer.wrap(head.toString().getBytes(UTF_8)));
            channel.write(ByteBuffer.wrap(body));
            exchange.sendResponseHeaders(status(in), 0);
            var piece = new byte[8192];
            for (var count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                out.flush();
            }
        }
    }

    /** Of the head, which is read to its end. */
    private static int status(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var one = in.read();
            assertThat(one).isNotNegative();
            head.append((char) one);
        }
        return Integer.parseInt(head.substring(9, 12));
    }
}

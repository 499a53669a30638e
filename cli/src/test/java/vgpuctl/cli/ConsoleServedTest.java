package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's files, over HTTP: who gets them, and how a browser keeps them. */
@Timeout(60)
class ConsoleServedTest {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/console/[0-9a-f]{16}/app.js)\"");

    @TempDir private Path directory = Path.of("");

    @Test
    void theFirstPageNeedsNoTokenAndWhatItShowsDoes() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var page = served.ask("", "GET", "/", "", List.of());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.headers())
                    .containsEntry("content-type", "text/html; charset=utf-8")
                    .containsEntry("cache-control", "no-cache")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer");
            assertThat(page.headers().get("content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'");
            assertThat(served.ask("", "GET", "/v1/gpus", "", List.of()).status()).isEqualTo(401);
        }
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var script = SCRIPT.matcher(served.get("/").body());
            assertThat(script.find()).isTrue();
            var first = served.get(script.group(1));
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.headers())
                    .containsEntry("content-type", "text/javascript; charset=utf-8")
                    .containsEntry("cache-control", "public, max-age=31536000, immutable");
            var known = "If-None-Match: " + first.headers().get("etag");
            var again = served.ask("GET", script.group(1), "", known);
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(served.ask("GET", script.group(1), "", "If-None-Match: \"other\"").status())
                    .isEqualTo(200);
            var packed = served.ask("GET", script.group(1), "", "Accept-Encoding: br, gzip");
            assertThat(packed.headers())
                    .containsEntry("content-encoding", "gzip")
                    .containsEntry("vary", "Accept-Encoding");
        }
    }

    /** A link to the console may stand on any page; what such a page asks itself is refused. */
    @Test
    void aLinkFromElsewhereOpensItAndAsksNothing() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var elsewhere = List.of("Sec-Fetch-Site: cross-site");
            assertThat(served.ask("", "GET", "/", "", elsewhere).status()).isEqualTo(200);
            var asked = served.ask(ServedHost.VIEW, "GET", "/v1/gpus", "", elsewhere);
            assertThat(asked.status()).isEqualTo(403);
        }
    }

    /** A tunnel of ssh leads a browser to the socket, where no token is asked for. */
    @Test
    void throughATunnelOnlyNamesOfThisMachineAreAnswered() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            for (var host : List.of("localhost:8470", "127.0.0.1:8470", "[::1]:8470", "vgpuctl")) {
                assertThat(overUnix(served, host).status()).as(host).isEqualTo(200);
            }
            for (var host : List.of("evil.example:8470", "evil.example", "127.0.0.1.nip.example")) {
                assertThat(overUnix(served, host).status()).as(host).isEqualTo(421);
            }
        }
    }

    private static ServedHost.Said overUnix(ServedHost served, String host) {
        return served.raw(
                "GET /v1/gpus HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whatIsNoFileOfItsIsAnsweredByTheApi() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            for (var path :
                    List.of(
                            "/console",
                            "/console/",
                            "/console/0000000000000000/app.js",
                            "/console/../v1/gpus/x",
                            "/index.html")) {
                assertThat(served.get(path).status()).as(path).isIn(400, 404);
            }
            assertThat(served.post("/", "{}").status()).isEqualTo(404);
        }
    }
}

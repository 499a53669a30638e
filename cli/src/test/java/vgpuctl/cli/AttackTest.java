package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of somebody who may change nothing, or who sends what nobody means: nothing changes,
 * nothing breaks, nothing is told that is not his to know, and what was denied is written down.
 * {@code -Dvgpuctl.attack.requests=1000000} for more of them.
 */
@Timeout(36_000)
class AttackTest {

    private static final int REQUESTS = Integer.getInteger("vgpuctl.attack.requests", 150);

    private static final List<String> PATHS =
            List.of(
                    "/v1/vgpus",
                    "/v1/vgpus/desk",
                    "/v1/vgpus/desk/stop",
                    "/v1/vgpus/desk/attach",
                    "/v1/layout/apply",
                    "/v1/gpus/82:00.0/mode",
                    "/v1/cleanup",
                    "/v1/recover",
                    "/v1/commands",
                    "/v1/operations/x",
                    "/v1/../v1/vgpus",
                    "//v1/vgpus",
                    "/v1/vgpus;x=y",
                    "/v1/vgpus/%2e%2e/desk",
                    "/v1/vgpus?count=999999999999",
                    "/v1/vgpus?dry-run=maybe");

    private static final List<String> METHODS = List.of("POST", "DELETE", "PUT", "PATCH", "GET");

    private static final List<String> HEADERS =
            List.of(
                    "Host: evil.example",
                    "Origin: https://evil.example",
                    "Sec-Fetch-Site: cross-site",
                    "X-Forwarded-For: 127.0.0.1",
                    "X-HTTP-Method-Override: DELETE",
                    "X-Original-URL: /v1/cleanup",
                    "Content-Type: text/plain",
                    "Idempotency-Key: " + "k".repeat(300),
                    "If-Match: \"",
                    "Prefer: respond-async, respond-async",
                    "Last-Event-ID: -1",
                    "Cookie: token=" + ServedHost.ADMINISTER);

    private static final List<String> TOKENS =
            List.of("", "Bearer", "no-token-of-the-test", ServedHost.VIEW);

    private static final String LAYOUT =
            "{\"apiVersion\":\"vgpuctl/v1\",\"kind\":\"Layout\",\"gpus\":[{\"gpu\":\"82:00.0\","
                    + "\"vgpus\":[{\"name\":\"a\",\"type\":\"P40-12C\",\"count\":2}]}]}";

    private static final String LINE =
            "{\"words\":[\"create\",\"P40-6Q\",\"--name\",\"a\"],\"terminal\":true,"
                    + "\"environment\":{\"COLUMNS\":\"80\"}}";

    private static final List<String> BODIES = List.of(LAYOUT, LINE, "{\"type\": \"P40-6Q\"}");

    /** From so many requests on, it is seen whether memory is kept. */
    private static final int MANY = 20_000;

    private static final long LEAST_LEAK = 16L << 20;

    @TempDir private Path directory = Path.of("");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void nothingChangesNothingBreaksNothingLeaks(long seed) {
        var random = new Random(seed);
        var host = SimulatedHost.withOneCard(directory).after("create", "P40-6Q", "--name", "desk");
        var before = host.state();
        try (var served = ServedHost.start(host, "--rate", "1000000")) {
            var denied = 0;
            var heap = 0L;
            for (var i = 0; i < REQUESTS; i++) {
                var token = any(TOKENS, random);
                var method = any(METHODS, random);
                var path = any(PATHS, random);
                var headers = headers(random);
                var body = method.equals("GET") ? "" : broken(random);

                var said = served.ask(token, method, path, body, headers);

                var request = token + " " + method + " " + path + " " + headers + " " + body;
                assertThat(said.status()).as(request).isBetween(200, 499);
                assertThat(said.body())
                        .as(request)
                        .doesNotContain("Exception", "jetty", "vgpuctl.server", "\tat ")
                        .doesNotContain(ServedHost.VIEW, ServedHost.ADMINISTER);
                denied += isDenied(said) ? 1 : 0;
                if (i == REQUESTS / 2) {
                    heap = heapAfterCollecting();
                }
                if (i > 0 && i % MANY == 0) {
                    System.out.printf(
                            "seed %d: %d requests, %d denied, heap %d MiB%n",
                            seed, i, denied, heapAfterCollecting() >> 20);
                }
            }
            if (REQUESTS >= MANY) {
                assertThat(heapAfterCollecting()).isLessThan(heap + LEAST_LEAK);
            }
            assertThat(host.state()).isEqualTo(before);
            assertThat(served.log().toString(UTF_8)).isEmpty();
            assertThat(denied).isPositive();
            assertThat(served.audit())
                    .hasSize(denied)
                    .allSatisfy(line -> assertThat(line.string("event")).hasValue("denied"))
                    .allSatisfy(line -> assertThat(line.string("who")).hasValue("vera"));
            assertThat(served.get("/v1/vgpus/desk").status()).isEqualTo(200);
        }
    }

    private static long heapAfterCollecting() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** By the role: a foreign page is turned away before anybody is asked who it comes from. */
    private static boolean isDenied(ServedHost.Said said) {
        return said.status() == 403 && said.body().contains("\"kind\": \"NotPermitted\"");
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<String> headers(Random random) {
        var headers = new ArrayList<String>();
        if (random.nextInt(3) == 0) {
            headers.add(any(HEADERS, random));
        }
        return headers;
    }

    /** JSON in which something is exchanged, repeated or cut off. */
    private static String broken(Random random) {
        var text = new StringBuilder(any(BODIES, random));
        for (var n = random.nextInt(6); n > 0; n--) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 ->
                        text.setCharAt(at, "{}[]\":,\\-1e9\u0000\u20ac".charAt(random.nextInt(14)));
                case 1 -> text.insert(at, text.substring(0, at));
                case 2 -> text.insert(at, "[".repeat(random.nextInt(2000)));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.substring(0, Math.min(text.length(), 100_000));
    }
}

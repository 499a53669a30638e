package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.json.JsonObject;

/** The API on a simulated host: the words, answers and refusals of the command line. */
@Timeout(120)
class ApiTest {

    @TempDir private Path directory = Path.of("");
    private SimulatedHost host = SimulatedHost.withOneCard(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private ServedHost served;

    @BeforeEach
    void serve() {
        host = SimulatedHost.withOneCard(directory);
        served = ServedHost.start(host);
    }

    @AfterEach
    void end() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/gpus,           gpus",
        "/v1/types,          types",
        "/v1/types?gpu=82:00.0, types 82:00.0",
        "/v1/vgpus,          list",
        "/v1/vgpus/desk,     show desk",
        "/v1/status,         status",
        "/v1/layout,         export",
        "/v1/sriov,          sriov status",
        "/v1/leftovers,      cleanup",
        "/v1/vms/y-k8s-n-1/guest, guest y-k8s-n-1"
    })
    void aLookIsAnsweredWithTheJsonOfTheCommandLine(String path, String command) {
        host.after("create", "P40-6Q", "--name", "desk", "--vm", "y-k8s-n-1");

        var said = served.get(path);

        assertThat(said.status()).isEqualTo(200);
        assertThat(said.headers().get("content-type")).isEqualTo("application/json");
        assertThat(said.body()).isEqualTo(host.vgpuctl((command + " -o json").split(" ")).out());
    }

    @Test
    void theLifeOfAVgpu() {
        var made =
                served.post(
                        "/v1/vgpus",
                        "{\"type\": \"P40-12C\", \"name\": \"desk\", \"vms\": [\"y-k8s-n-1\"]}");
        assertThat(made.status()).isEqualTo(200);
        assertThat(host.vgpuctl("list").out()).contains("desk", "P40-12C", "y-k8s-n-1");

        assertThat(served.post("/v1/vgpus/desk/detach", "{\"vm\": \"y-k8s-n-1\"}").status())
                .isEqualTo(200);
        assertThat(served.post("/v1/vgpus/desk/autostart", "{\"on\": true}").status())
                .isEqualTo(200);
        assertThat(served.post("/v1/vgpus/desk/stop", "").status()).isEqualTo(200);
        assertThat(served.get("/v1/vgpus/desk").json().truth("active")).hasValue(false);
        assertThat(served.get("/v1/vgpus/desk").json().truth("autostart")).hasValue(true);
        assertThat(served.post("/v1/vgpus/desk/start", "").status()).isEqualTo(200);
        assertThat(served.ask("DELETE", "/v1/vgpus/desk", "").status()).isEqualTo(200);
        assertThat(served.get("/v1/vgpus").json().array("vgpus").orElseThrow().items()).isEmpty();
    }

    @Test
    void aLayoutIsComparedAndApplied() {
        var layout =
                """
                {"apiVersion": "vgpuctl/v1", "kind": "Layout",
                 "gpus": [{"gpu": "82:00.0", "vgpus": [{"name": "a", "type": "P40-12C"}]}]}
                """;

        assertThat(served.post("/v1/layout/diff", layout).body()).contains("\"differences\"", "a");
        assertThat(served.post("/v1/layout/apply", layout).status()).isEqualTo(200);
        assertThat(served.post("/v1/layout/diff", layout).json().array("differences"))
                .hasValueSatisfying(none -> assertThat(none.items()).isEmpty());
        assertThat(served.post("/v1/layout/diff", layout.replace("vgpus", "vgpu")))
                .satisfies(said -> assertThat(said.status()).isEqualTo(400))
                .satisfies(said ->
                        assertThat(said.text("detail")).contains("did you mean 'gpu' or 'vgpus'?"));
    }

    @Test
    void aPlanSaysWhatItWouldTakeAndChangesNothing() {
        var before = host.state();

        assertThat(served.post("/v1/plan", "{\"need\": \"12G\", \"use\": \"compute\"}").body())
                .contains("\"fits\": true", "P40-12C");
        assertThat(served.post("/v1/vgpus?dry-run", "{\"type\": \"P40-12C\"}").body())
                .contains("\"steps\"");
        assertThat(host.state()).isEqualTo(before);
        assertThat(served.post("/v1/vgpus?dry-run=yes", "{\"type\": \"P40-12C\"}").status())
                .isEqualTo(400);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aRefusalIsThatOfTheCommandLine() {
        host.after("create", "P40-6Q");
        var typed = host.vgpuctl("create", "P40-12C", "-o", "json");

        var said = served.post("/v1/vgpus", "{\"type\": \"P40-12C\"}");

        assertThat(said.status()).isEqualTo(409);
        assertThat(said.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(said.json().wholeNumber("exitStatus")).hasValue(typed.exit());
        assertThat(typed.err()).contains(said.text("detail"), said.text("wayOut"));
        assertThat(said.text("type")).isEqualTo("urn:vgpuctl:problem:NoRoom");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /v1/vgpus             | {\"typ\": \"P40-12C\"}          | 400 | did you"
                        + " mean",
                "POST   | /v1/vgpus             | {}                              | 400 | a vGPU"
                        + " needs",
                "POST   | /v1/vgpus             | {\"type\": \"P40-12C\"          | 400 | line 1,"
                        + " column",
                "POST   | /v1/vgpus             | [1]                             | 400 | keys with"
                        + " values",
                "POST   | /v1/vgpus             | type: P40-12C                   | 400 | no JSON",
                "POST   | /v1/vgpus             | {\"type\":\"P40-12C\",\"count\":0} | 400 | from 1"
                        + " to 512",
                "POST   | /v1/plan              | {\"need\": \"much\"}            | 400 | not an"
                        + " amount of memory",
                "POST   | /v1/gpus/99:00.0/sriov | {\"on\": true} | 404 | 99:00.0",
                "GET    | /v1/vgpus/nobody      | ''                              | 404 | nobody",
                "GET    | /v1/nothing           | ''                              | 404 |"
                        + " /v1/nothing",
                "GET    | /v1/gpus?all          | ''                              | 400 | is no"
                        + " parameter",
                "PUT    | /v1/vgpus             | ''                              | 405 | GET,"
                        + " POST",
                "GET    | /v1/operations/x      | ''                              | 404 | no"
                        + " operation x",
            })
    void whatCannotBeMeantIsRefusedWithItsReason(
            String method, String path, String body, int status, String words) {
        var before = host.state();

        var said = served.ask(method, path, body);

        assertThat(said.status()).as(said.body()).isEqualTo(status);
        assertThat(said.text("detail") + said.text("wayOut")).contains(words);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void theSameKeyDoesNothingTwice() {
        var key = "Idempotency-Key: 5f0c6f0e";

        var first = served.ask("POST", "/v1/vgpus", "{\"type\": \"P40-6Q\"}", key);
        var again = served.ask("POST", "/v1/vgpus", "{\"type\": \"P40-6Q\"}", key);
        var other = served.ask("POST", "/v1/vgpus", "{\"type\": \"P40-6C\"}", key);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(served.get("/v1/vgpus").json().array("vgpus").orElseThrow().items()).hasSize(1);
    }

    @Test
    void aLongChangeCanBeFollowed() throws InterruptedException {
        var said =
                served.ask("POST", "/v1/vgpus", "{\"type\": \"P40-6Q\"}", "Prefer: respond-async");

        assertThat(said.status()).isEqualTo(202);
        var place = "/v1/operations/" + said.text("id");
        assertThat(said.headers()).containsEntry("location", place);
        var operation = served.get(place);
        while (!operation.text("state").equals("done")) {
            assertThat(operation.text("state")).isIn("waiting", "running");
            Thread.sleep(20);
            operation = served.get(place);
        }
        assertThat(operation.json().object("answer")).isPresent();
        assertThat(served.get("/v1/operations").body()).contains(said.text("id"));
    }

    @Test
    void changesAtOnceAreMadeOneAfterTheOther() throws InterruptedException {
        var threads =
                IntStream.range(0, 6)
                        .mapToObj(_ ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                served.post("/v1/vgpus", "{\"type\": \"P40-4Q\"}")))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(served.get("/v1/vgpus").json().array("vgpus").orElseThrow().items()).hasSize(6);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
    }

    @Test
    void looksAtOnceAreAllAnswered() throws InterruptedException {
        var paths = List.of("/v1/gpus", "/v1/types", "/v1/vgpus", "/v1/layout", "/metrics");
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var threads =
                IntStream.range(0, 30)
                        .mapToObj(number ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                statuses.add(
                                                        served.get(paths.get(number % 5))
                                                                .status())))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(statuses).hasSize(30).containsOnly(200);
        assertThat(served.log().toString(UTF_8)).isEmpty();
    }

    @Test
    void everyChangeIsInTheAuditFile() {
        served.ask(ServedHost.OPERATE, "POST", "/v1/vgpus", "{\"type\": \"P40-6Q\"}", List.of());
        served.ask(ServedHost.OPERATE, "POST", "/v1/vgpus", "{\"type\": \"P40-12C\"}", List.of());
        served.ask(ServedHost.VIEW, "POST", "/v1/vgpus", "{\"type\": \"P40-6Q\"}", List.of());
        served.get("/v1/vgpus");

        assertThat(served.audit())
                .extracting(
                        line -> word(line, "event"), line -> word(line, "who"), ApiTest::outcome)
                .containsExactly(
                        tuple("begin", "otto", ""),
                        tuple("end", "otto", "done"),
                        tuple("begin", "otto", ""),
                        tuple("end", "otto", "NoRoom"),
                        tuple("denied", "vera", ""));
        assertThat(served.audit().getFirst().array("plan").orElseThrow().items()).isNotEmpty();
    }

    private static String word(JsonObject line, String member) {
        return line.string(member).orElseThrow();
    }

    private static String outcome(JsonObject line) {
        return line.string("outcome").orElse("");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        host.write("/var/log/vgpuctl", "in the way of the directory");

        var said = served.post("/v1/vgpus", "{\"type\": \"P40-6Q\"}");

        assertThat(said.status()).isEqualTo(502);
        assertThat(said.text("detail")).contains("/var/log/vgpuctl");
        assertThat(served.get("/v1/vgpus").json().array("vgpus").orElseThrow().items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "view-token-of-the-test,       GET,  /v1/gpus,            200",
        "view-token-of-the-test,       POST, /v1/vgpus,           403",
        "view-token-of-the-test,       POST, /v1/vgpus?dry-run,   200",
        "operate-token-of-the-test,    POST, /v1/vgpus,           200",
        "operate-token-of-the-test,    POST, /v1/gpus/82:00.0/mode, 403",
        "operate-token-of-the-test,    POST, /v1/layout/apply,    403",
        "operate-token-of-the-test,    POST, /v1/recover,         403",
        "administer-token-of-the-test, POST, /v1/vgpus,           200",
        "another-token-of-the-test,    GET,  /v1/gpus,            401",
        "'',                           GET,  /v1/gpus,            401",
        "'',                           GET,  /v1/openapi.json,    401",
        "'',                           GET,  /healthz,            200",
    })
    void aRoleMayDoWhatItIsFor(String token, String method, String path, int status) {
        var body = method.equals("POST") ? "{\"type\": \"P40-6Q\"}" : "";

        assertThat(served.ask(token, method, path, body, List.of()).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "Host: vgpu.example.org:80,          421",
        "Origin: https://example.org,        403",
        "Origin: null,                       403",
        "Sec-Fetch-Site: cross-site,         403",
        "Content-Type: text/plain,           415",
        "Content-Type: application/x-www-form-urlencoded, 415",
    })
    void whatABrowserSendsForAForeignPageChangesNothing(String header, int status) {
        var before = host.state();

        var said =
                served.ask(
                        ServedHost.ADMINISTER,
                        "POST",
                        "/v1/vgpus",
                        "{\"type\": \"P40-6Q\"}",
                        List.of(header));

        assertThat(said.status()).isEqualTo(status);
        assertThat(host.state()).isEqualTo(before);
    }

    private static final String CHUNKED_AND_COUNTED =
            "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/vgpus/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\nHost: x\r\n",
                "GET /v1//gpus HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/vgpus/%00 HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/types?gpu=%ff HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/gpus HTTP/1.1\r\n",
                "GET /v1/gpus HTTP/9.9\r\nHost: x\r\n",
                "G\u00e9T /v1/gpus HTTP/1.1\r\nHost: x\r\n",
                "TRACE /v1/gpus HTTP/1.1\r\nHost: x\r\n",
                "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n",
                "POST /v1/vgpus HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
                CHUNKED_AND_COUNTED,
            })
    void tricksWithTheFormOfARequestAreRefused(String head) {
        var said = served.raw(head + "Connection: close\r\n\r\n");

        assertThat(said.status()).as(said.body()).isBetween(400, 505);
        assertThat(said.status()).isNotIn(500, 502, 503, 504);
        assertThat(said.body()).doesNotContain("root:", "Exception", "jetty");
    }

    @Test
    void aHeaderOrABodyThatIsTooLargeIsRefused() {
        assertThat(served.ask("GET", "/v1/gpus", "", "X-Long: " + "x".repeat(20_000)).status())
                .isEqualTo(431);
        assertThat(served.ask("POST", "/v1/vgpus", "\"" + "x".repeat(1 << 20) + "\"").status())
                .isEqualTo(413);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void brokenBodiesChangeNothingAndBreakNothing(long seed) {
        var random = new Random(seed);
        var before = host.state();
        var whole =
                "{\"type\": \"P40-6Q\", \"count\": 1, \"parameters\": {\"a\": \"b\"}, \"vms\": []}";
        for (var i = 0; i < 100; i++) {
            var text = new StringBuilder(whole);
            for (var n = random.nextInt(3); n >= 0; n--) {
                var letter = "{}[]\":,\\x0\u0000\u20ac".charAt(random.nextInt(12));
                text.setCharAt(random.nextInt(text.length()), letter);
            }
            var path = "/v1/vgpus?dry-run";

            var said = served.ask("POST", path, text.toString());

            assertThat(said.status()).as(text.toString()).isIn(200, 400, 404, 409);
        }
        assertThat(host.state()).isEqualTo(before);
        assertThat(served.log().toString(UTF_8)).isEmpty();
    }
}

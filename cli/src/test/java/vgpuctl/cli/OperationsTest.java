package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes that take a while: followed, cancelled, and asked for on what was seen. */
@Timeout(60)
class OperationsTest {

    private static final String THREE = "{\"type\": \"P40-6Q\", \"name\": \"desk\", \"count\": 3}";
    private static final String ASYNC = "Prefer: respond-async";

    @TempDir private Path directory = Path.of("");
    private final SlowKernel kernel = SlowKernel.answering(1);
    private SimulatedHost host = SimulatedHost.withOneCard(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private ServedHost served;

    @BeforeEach
    void serve() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
        served = ServedHost.startWith(kernel, host);
    }

    @AfterEach
    void end() {
        kernel.answerAll();
        served.close();
    }

    /** The first vGPU is made, and the kernel is asked for the second one. */
    private String begun() throws InterruptedException {
        var said = served.ask("POST", "/v1/vgpus", THREE, ASYNC);
        assertThat(said.status()).isEqualTo(202);
        kernel.awaitAsked(2);
        return said.headers().getOrDefault("location", "");
    }

    private ServedHost.Said whenOver(String place) throws InterruptedException {
        var said = served.get(place);
        while (List.of("waiting", "running", "undoing").contains(said.text("state"))) {
            Thread.sleep(20);
            said = served.get(place);
        }
        return said;
    }

    @Test
    void itIsFollowedStepByStepUntilItIsOver() throws Exception {
        var place = begun();
        var running = served.get(place).json();
        assertThat(running.string("state")).hasValue("running");
        assertThat(running.array("plan").orElseThrow().items()).hasSizeGreaterThan(3);
        var taken = running.wholeNumber("taken").orElseThrow();
        assertThat(taken).isBetween(1L, 5L);

        var stream =
                CompletableFuture.supplyAsync(
                        () -> served.ask("GET", place, "", "Accept: text/event-stream"));
        Thread.sleep(300);
        kernel.answerAll();

        var events = stream.get(20, TimeUnit.SECONDS);
        assertThat(events.headers().get("content-type")).isEqualTo("text/event-stream");
        assertThat(events.body().split("event: operation\n", -1)).hasSizeGreaterThan(3);
        assertThat(events.body())
                .contains("\"state\":\"running\"", "\"taken\":" + taken)
                .containsOnlyOnce("\"state\":\"done\"");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(3);
    }

    @Test
    void whatWasTakenBeforeItWasCancelledIsTakenBack() throws Exception {
        var before = host.state();
        var place = begun();

        var said = served.ask("DELETE", place, "");
        kernel.answerAll();

        assertThat(said.status()).isEqualTo(202);
        var over = whenOver(place);
        assertThat(over.text("state")).isEqualTo("cancelled");
        assertThat(over.body()).contains("the change was cancelled", "\"cancelledBy\"");
        assertThat(host.state()).isEqualTo(before);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
        assertThat(served.audit())
                .extracting(line -> line.string("event").orElseThrow())
                .containsExactly("begin", "cancel", "end");
        assertThat(served.ask("DELETE", place, "").status()).isEqualTo(409);
    }

    @Test
    void oneThatWaitsForItsTurnIsCancelledAtOnce() throws Exception {
        begun();
        var second = served.ask("POST", "/v1/vgpus", THREE.replace("desk", "other"), ASYNC);
        var place = second.headers().getOrDefault("location", "");
        assertThat(served.get(place).text("state")).isEqualTo("waiting");

        assertThat(served.ask("DELETE", place, "").status()).isEqualTo(202);

        assertThat(whenOver(place).text("state")).isEqualTo("cancelled");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(1);
    }

    @Test
    void whoMayNotChangeMayNotCancel() throws Exception {
        var place = begun();

        assertThat(served.ask(ServedHost.VIEW, "DELETE", place, "", List.of()).status())
                .isEqualTo(403);

        kernel.answerAll();
        assertThat(whenOver(place).text("state")).isEqualTo("done");
    }

    @Test
    void aChangeOfWhatIsNoLongerSoIsRefused() {
        kernel.answerAll();
        var seen = served.get("/v1/vgpus").headers().getOrDefault("etag", "none");
        assertThat(served.get("/v1/gpus").headers()).containsEntry("etag", seen);

        var first = served.ask("POST", "/v1/vgpus", THREE, "If-Match: " + seen);
        var before = host.state();
        var second = served.ask("POST", "/v1/vgpus", THREE, "If-Match: " + seen);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.text("wayOut")).contains("look again");
        assertThat(host.state()).isEqualTo(before);
        var now = served.get("/v1/vgpus/desk-1").headers().getOrDefault("etag", "none");
        assertThat(now).isNotEqualTo(seen);
        assertThat(
                        served.ask(
                                        "DELETE",
                                        "/v1/vgpus/desk-1",
                                        "",
                                        "If-Match: " + seen + ", " + now)
                                .status())
                .isEqualTo(200);
        assertThat(served.ask("DELETE", "/v1/vgpus/desk-2", "", "If-Match: *").status())
                .isEqualTo(200);
        assertThat(served.log().toString(UTF_8)).isEmpty();
    }
}

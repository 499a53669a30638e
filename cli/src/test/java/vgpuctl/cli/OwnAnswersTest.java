package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.json.JsonObject;

/** What pages ask and no command answers: who they are, which VMs there are, who changed what. */
@Timeout(60)
class OwnAnswersTest {

    @TempDir private Path directory = Path.of("");

    @Test
    void whoAsksIsToldWhoItIsAndOfWhichHost() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var vera = served.ask(ServedHost.VIEW, "GET", "/v1/session", "", List.of());
            assertThat(vera.text("name")).isEqualTo("vera");
            assertThat(vera.text("role")).isEqualTo("view");
            assertThat(vera.text("via")).isEqualTo("tcp");
            assertThat(vera.text("host")).startsWith("sim:");
            assertThat(served.get("/v1/session").text("role")).isEqualTo("administer");
        }
    }

    @Test
    void aVmWithoutAVgpuIsThereAndOneThatIsGivenOneHasIt() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            assertThat(vms(served)).hasSize(2).allMatch(vm -> vgpus(vm) == 0);
            served.post("/v1/vgpus", "{\"type\": \"P40-6Q\", \"vms\": [\"y-k8s-n-2\"]}");
            assertThat(vms(served))
                    .filteredOn(vm -> vgpus(vm) == 1)
                    .extracting(vm -> vm.string("name").orElseThrow())
                    .containsExactly("y-k8s-n-2");
        }
    }

    @Test
    void whoChangedWhatIsForAdministratorsTheLatestFirst() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            assertThat(served.get("/v1/audit").json().array("lines").orElseThrow().items())
                    .isEmpty();
            served.post("/v1/vgpus", "{\"type\": \"P40-6Q\", \"name\": \"desk\"}");
            served.ask("DELETE", "/v1/vgpus/desk", "");
            var lines = served.get("/v1/audit").json().array("lines").orElseThrow().items();
            assertThat(lines)
                    .map(line -> (JsonObject) line)
                    .map(line ->
                            line.string("event").orElseThrow()
                                    + " "
                                    + line.string("command").orElseThrow())
                    .containsExactly("end remove", "begin remove", "end create", "begin create");

            var otto = served.ask(ServedHost.OPERATE, "GET", "/v1/audit", "", List.of());
            assertThat(otto.status()).isEqualTo(403);
            assertThat(otto.body()).doesNotContain("desk");
            assertThat(served.audit().getLast().string("event")).contains("denied");
            assertThat(served.get("/v1/audit?last=3").status()).isEqualTo(400);
        }
    }

    private static List<JsonObject> vms(ServedHost served) {
        return served.get("/v1/vms").json().array("vms").orElseThrow().items().stream()
                .map(vm -> (JsonObject) vm)
                .toList();
    }

    private static int vgpus(JsonObject vm) {
        return vm.array("vgpus").orElseThrow().items().size();
    }
}

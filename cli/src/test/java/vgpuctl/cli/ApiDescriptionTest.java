package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;

/** What is answered is what the description of the API promises. */
@Timeout(120)
class ApiDescriptionTest {

    private static final String BASE = "https://vgpuctl.invalid/openapi.json";

    @TempDir private Path directory = Path.of("");

    /**
     * A call that each operation is tried with; those that are not here are gets without a body.
     */
    private static final List<String> CALLS =
            List.of(
                    "create POST /v1/vgpus {\"type\":\"P40-6Q\",\"name\":\"desk\"}",
                    "autostart POST /v1/vgpus/desk/autostart {\"on\":true}",
                    "adopt POST /v1/vgpus/desk/adopt {\"name\":\"desk\"}",
                    "attach POST /v1/vgpus/desk/attach {\"vm\":\"y-k8s-n-1\"}",
                    "guest GET /v1/vms/y-k8s-n-1/guest",
                    "status GET /v1/status",
                    "doctor GET /v1/doctor",
                    "gpus GET /v1/gpus",
                    "types GET /v1/types",
                    "list GET /v1/vgpus",
                    "show GET /v1/vgpus/desk",
                    "sriov-status GET /v1/sriov",
                    "mig-status GET /v1/mig",
                    "leftovers GET /v1/leftovers",
                    "export GET /v1/layout",
                    "plan POST /v1/plan {\"type\":\"P40-6Q\",\"count\":2}",
                    "plan POST /v1/plan {\"type\":\"P40-24Q\"}",
                    "Operations GET /v1/operations",
                    "Session GET /v1/session",
                    "Vms GET /v1/vms",
                    "AuditLines GET /v1/audit",
                    "detach POST /v1/vgpus/desk/detach {\"vm\":\"y-k8s-n-1\"}",
                    "stop POST /v1/vgpus/desk/stop",
                    "start POST /v1/vgpus/desk/start",
                    "undefine POST /v1/vgpus/desk/undefine",
                    "define POST /v1/vgpus/desk/define {\"autostart\":true}",
                    "remove DELETE /v1/vgpus/desk",
                    "line POST /v1/commands {\"words\":[\"recover\"]}",
                    "cleanup POST /v1/cleanup",
                    "recover POST /v1/recover",
                    "scheduler POST /v1/gpus/82:00.0/scheduler?dry-run"
                            + " {\"policy\":\"equal-share\"}",
                    "diff POST /v1/layout/diff " + layout(),
                    "apply POST /v1/layout/apply " + layout());

    /** Of a fleet, which this host is the only one of. */
    private static final List<String> OF_FLEET =
            List.of(
                    "fleet-hosts GET /v1/fleet",
                    "fleet-place POST /v1/fleet/place {\"type\":\"A40-12Q\",\"count\":2}",
                    "fleet-place POST /v1/fleet/place {\"need\":\"40G\",\"use\":\"compute\","
                            + "\"count\":9}",
                    "fleet-request POST /v1/fleet/claims?dry-run {\"type\":\"A40-12Q\"}",
                    "fleet-place POST /v1/fleet/place {\"type\":\"A40-12Q\",\"groups\":[\"r1\"],"
                            + "\"labels\":{\"rack\":\"7\"},\"one-numa\":true,"
                            + "\"several-hosts\":true}",
                    "fleet-request POST /v1/fleet/claims"
                            + " {\"type\":\"A40-12Q\",\"claim\":\"ml-7\",\"vm\":\"ml\"}",
                    "fleet-request POST /v1/fleet/claims"
                            + " {\"type\":\"A40-12Q\",\"claim\":\"ml-7\",\"vm\":\"ml\"}",
                    "fleet-status GET /v1/fleet/claims",
                    "fleet-host GET /v1/fleet/hosts/h1",
                    "fleet-drain GET /v1/fleet/hosts/h1/drain",
                    "fleet-defragment GET /v1/fleet/defragment",
                    "fleet-cordon POST /v1/fleet/hosts/h1/cordon {\"on\":true}",
                    "fleet-cordon POST /v1/fleet/hosts/h1/cordon {\"on\":true}",
                    "Session GET /v1/session",
                    "fleet-release DELETE /v1/fleet/claims/ml-7?dry-run",
                    "fleet-release DELETE /v1/fleet/claims/ml-7");

    /** What a Tesla P10 refuses, each with a problem. */
    private static final List<String> REFUSED =
            List.of(
                    "sriov-enable POST /v1/gpus/82:00.0/sriov {\"on\":true}",
                    "mig-enable POST /v1/gpus/82:00.0/mig {\"on\":true}",
                    "mig-apply POST /v1/gpus/82:00.0/mig/instances {\"profiles\":[\"1g.5gb\"]}",
                    "mode POST /v1/gpus/82:00.0/mode {\"mode\":\"mixed-size\"}",
                    "line POST /v1/commands {\"words\":[\"start\",\"nobody\"]}",
                    "Operation GET /v1/operations/none",
                    "cancel DELETE /v1/operations/none");

    private static String layout() {
        return "{\"apiVersion\":\"vgpuctl/v1\",\"kind\":\"Layout\",\"gpus\":[{\"gpu\":\"82:00.0\","
                + "\"vgpus\":[{\"name\":\"a\",\"type\":\"P40-12C\"}]}]}";
    }

    @Test
    void everyAnswerIsAsItIsDescribed() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var description = served.get("/v1/openapi.json").json();
            var validator = validator(description);
            assertThat(faults(validator, "Vgpus", "{}")).as("it judges").isNotEmpty();
            CALLS.forEach(call -> check(served, description, validator, call));
            for (var call : REFUSED) {
                var said = said(served, call);
                assertThat(said.status()).as(call).isBetween(400, 503);
                assertThat(faults(validator, "Problem", said.body())).as(said.body()).isEmpty();
            }
        }
    }

    private static void check(
            ServedHost served, JsonObject description, Validator validator, String call) {
        var said = said(served, call);
        assertThat(said.status()).as(call + ": " + said.body()).isEqualTo(200);
        assertThat(faults(validator, answerSchema(description, call), said.body()))
                .as(call + ": " + said.body())
                .isEmpty();
    }

    @Test
    void everyAnswerOfAFleetIsAsItIsDescribed() {
        try (var joined = JoinedHost.start(directory, "h1")) {
            var description = joined.served().get("/v1/openapi.json").json();
            var validator = validator(description);
            for (var call : OF_FLEET) {
                check(joined.served(), description, validator, call);
            }
            for (var call :
                    List.of(
                            "fleet-host GET /v1/fleet/hosts/h2",
                            "fleet-drain GET /v1/fleet/hosts/h2/drain",
                            "fleet-release DELETE /v1/fleet/claims/ml-7",
                            "fleet-request POST /v1/fleet/claims {\"type\":\"A40-48Q\"}")) {
                var said = said(joined.served(), call);
                assertThat(said.status()).as(call).isBetween(404, 409);
                assertThat(faults(validator, "Problem", said.body())).as(said.body()).isEmpty();
            }
        }
    }

    @Test
    void everyOperationIsTried() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var described = new ArrayList<String>();
            var paths = served.get("/v1/openapi.json").json().object("paths").orElseThrow();
            for (var path : paths.members().keySet()) {
                var methods = paths.object(path).orElseThrow();
                for (var method : methods.members().keySet()) {
                    described.add(
                            methods.object(method)
                                    .orElseThrow()
                                    .string("operationId")
                                    .orElseThrow());
                }
            }
            var tried = new ArrayList<>(CALLS);
            tried.addAll(REFUSED);
            tried.addAll(OF_FLEET);
            assertThat(tried.stream().map(call -> call.split(" ", -1)[0]).distinct())
                    .containsExactlyInAnyOrderElementsOf(described);
        }
    }

    private static ServedHost.Said said(ServedHost served, String call) {
        var words = call.split(" ", 4);
        return served.ask(words[1], words[2], words.length == 4 ? words[3] : "");
    }

    private static String answerSchema(JsonObject description, String call) {
        var id = call.split(" ", -1)[0];
        var paths = description.object("paths").orElseThrow();
        for (var path : paths.members().keySet()) {
            var methods = paths.object(path).orElseThrow();
            for (var method : methods.members().keySet()) {
                var operation = methods.object(method).orElseThrow();
                if (operation.string("operationId").orElseThrow().equals(id)) {
                    var text = JsonWriter.compact(operation.object("responses").orElseThrow());
                    var start = text.indexOf("#/components/schemas/") + 21;
                    return text.substring(start, text.indexOf('"', start));
                }
            }
        }
        throw new AssertionError("not described: " + id);
    }

    private static Validator validator(JsonObject description) {
        var validator =
                new ValidatorFactory()
                        .withJsonNodeFactory(new SnakeYamlNode.Factory())
                        .createValidator();
        validator.registerSchema(URI.create(BASE), JsonWriter.compact(description));
        return validator;
    }

    private static List<String> faults(Validator validator, String schema, String json) {
        return validator
                .validate(URI.create(BASE + "#/components/schemas/" + schema), json)
                .getErrors()
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .toList();
    }
}

package vgpuctl.core.fleet;

import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.Decision.Reason;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** An answer as JSON. */
public final class DecisionJson {

    private DecisionJson() {}

    public static JsonObject of(Decision decision) {
        return switch (decision) {
            case Decision.Placed(var request, var vgpus, var why) ->
                    JsonObject.builder()
                            .put("claim", request.claim())
                            .put("placed", true)
                            .put(
                                    "vgpus",
                                    new JsonArray(vgpus.stream().map(DecisionJson::vgpu).toList()))
                            .put("why", why)
                            .build();
            case Decision.Refused(var request, var reasons, var cheapest) ->
                    JsonObject.builder()
                            .put("claim", request.claim())
                            .put("placed", false)
                            .put(
                                    "reasons",
                                    new JsonArray(
                                            reasons.stream().map(DecisionJson::reason).toList()))
                            .putIfPresent("cheapest", cheapest.map(Decision.Change::words))
                            .build();
        };
    }

    private static Json vgpu(PlacedVgpu vgpu) {
        var json =
                JsonObject.builder()
                        .put("host", vgpu.host())
                        .put("gpu", vgpu.gpu())
                        .put("type", vgpu.type().token())
                        .put("mode", vgpu.mode().word())
                        .put("switched", vgpu.switched());
        vgpu.placementId().ifPresent(id -> json.put("placement", id));
        return json.build();
    }

    private static Json reason(Reason reason) {
        return JsonObject.builder()
                .put("hosts", reason.hosts())
                .put("example", reason.example())
                .put("sentence", reason.sentence())
                .build();
    }
}

package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** The models of a fleet's GPUs, and what can be asked for on any of them. */
final class FleetModels {

    private final Map<String, Integer> gpus = new TreeMap<>();
    private final Map<String, Map<String, Integer>> types = new HashMap<>();

    void add(HostInventory host) {
        host.gpus().forEach(gpu -> gpus.merge(gpu.model(), 1, Integer::sum));
        host.models()
                .forEach(model -> {
                    var known = types.computeIfAbsent(model.name(), _ -> new HashMap<>());
                    model.types().forEach(type -> known.put(type.token(), type.framebufferMib()));
                });
    }

    JsonArray toJson() {
        var models = new ArrayList<Json>();
        gpus.forEach((name, count) ->
                models.add(
                        JsonObject.builder()
                                .put("model", name)
                                .put("gpus", count)
                                .put("types", types(name))
                                .build()));
        return new JsonArray(models);
    }

    private JsonArray types(String model) {
        var sorted = new ArrayList<>(types.getOrDefault(model, Map.of()).entrySet());
        sorted.sort(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()));
        var json = new ArrayList<Json>();
        sorted.forEach(type ->
                json.add(
                        JsonObject.builder()
                                .put("type", type.getKey())
                                .put("framebufferMib", type.getValue())
                                .build()));
        return new JsonArray(json);
    }
}

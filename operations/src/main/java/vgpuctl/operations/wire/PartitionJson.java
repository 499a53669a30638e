package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** How a GPU is shared out, as JSON. */
final class PartitionJson {

    private PartitionJson() {}

    static JsonObject partition(PhysicalGpu gpu) {
        var json = JsonObject.builder().put("gpu", gpu.name().text());
        members(gpu).members().forEach(json::put);
        // How far the starts and sizes of instances go; what only lists GPUs need not know it.
        GpuMaps.migCard(gpu).ifPresent(card -> json.put("migPositions", card.positions()));
        return json.build();
    }

    static JsonObject members(PhysicalGpu gpu) {
        return JsonObject.builder()
                .put("virtualFunctions", functions(gpu))
                .put("mode", mode(gpu))
                .put("mig", mig(gpu.partition().mig()))
                .build();
    }

    private static JsonObject functions(PhysicalGpu gpu) {
        var functions = gpu.partition().functions();
        var names = new ArrayList<String>();
        if (functions.enabled() > 0) {
            for (DeviceName name : functions.names()) {
                names.add(name.text());
            }
        }
        return JsonObject.builder()
                .put("possible", functions.possible())
                .put("enabled", functions.enabled())
                .put("names", List.copyOf(names))
                .build();
    }

    /** {@code equal-size}, {@code mixed-size} or {@code mig}; {@code unknown} where unseen. */
    static String mode(PhysicalGpu gpu) {
        if (gpu.partition().mig().isOn()) {
            return "mig";
        }
        return gpu.partition()
                .mixedSizes()
                .map(mixed -> mixed ? "mixed-size" : "equal-size")
                .orElse("unknown");
    }

    private static JsonObject mig(Mig mig) {
        var instances = new ArrayList<Json>();
        for (var instance : mig.all()) {
            instances.add(instance(instance));
        }
        return JsonObject.builder()
                .put("state", mig.word())
                .put("instances", new JsonArray(instances))
                .build();
    }

    private static JsonObject instance(Instance instance) {
        return JsonObject.builder()
                .put("id", instance.id())
                .put("profile", instance.profile())
                .put("start", instance.start())
                .put("size", instance.size())
                .build();
    }
}

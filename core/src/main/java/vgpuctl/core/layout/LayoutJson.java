package vgpuctl.core.layout;

import java.util.List;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** A layout as it is written: keys in one order, and none that says what goes without saying. */
public final class LayoutJson {

    private LayoutJson() {}

    public static JsonObject of(Layout layout) {
        return JsonObject.builder()
                .put("apiVersion", Layout.API_VERSION)
                .put("kind", Layout.KIND)
                .put("gpus", new JsonArray(layout.gpus().stream().map(LayoutJson::gpu).toList()))
                .build();
    }

    private static Json gpu(LayoutGpu gpu) {
        var json = JsonObject.builder();
        selector(json, gpu.gpu());
        json.putIfPresent("mode", gpu.mode().map(GpuMode::word));
        if (!gpu.mig().isEmpty()) {
            json.put("mig", new JsonArray(gpu.mig().stream().map(LayoutJson::mig).toList()));
        }
        json.putIfPresent("scheduler", gpu.scheduler().map(Scheduler::word));
        return json.put("vgpus", new JsonArray(gpu.vgpus().stream().map(LayoutJson::vgpu).toList()))
                .build();
    }

    private static void selector(JsonObject.Builder json, GpuSelector selector) {
        switch (selector) {
            case GpuSelector.Device _, GpuSelector.OfUuid _ -> json.put("gpu", selector.toString());
            case GpuSelector.OfModel(var model, var index) -> {
                var object = JsonObject.builder().put("model", model);
                index.ifPresent(number -> object.put("index", number));
                json.put("gpu", object.build());
            }
        }
    }

    private static Json mig(MigWish wish) {
        return JsonObject.builder()
                .put("profile", wish.profile())
                .put("count", wish.count())
                .build();
    }

    private static Json vgpu(LayoutVgpu vgpu) {
        var json = JsonObject.builder();
        json.putIfPresent("name", vgpu.identity().name());
        json.putIfPresent("uuid", vgpu.identity().uuid().map(Object::toString));
        wish(json, vgpu.wish());
        if (vgpu.count() > Math.max(1, vgpu.holders().vms().size())) {
            json.put("count", vgpu.count());
        }
        holders(json, vgpu);
        life(json, vgpu.life());
        settings(json, vgpu.settings());
        return json.build();
    }

    private static void wish(JsonObject.Builder json, LayoutVgpu.Wish wish) {
        switch (wish) {
            case LayoutVgpu.Wish.OfType(var type) -> json.put("type", type);
            case LayoutVgpu.Wish.OfNeed(var need) ->
                    json.put(
                            "need",
                            JsonObject.builder()
                                    .put("memory", need.memory())
                                    .putIfPresent("use", need.use().map(use -> use.use()))
                                    .build());
        }
    }

    /** One VM of several vGPUs is in a list, so that nobody takes all of them for its own. */
    private static void holders(JsonObject.Builder json, LayoutVgpu vgpu) {
        var vms = vgpu.holders().vms();
        if (vms.size() == 1 && vgpu.count() == 1) {
            json.put("vm", vms.getFirst());
        } else if (!vms.isEmpty()) {
            json.put("vms", List.copyOf(vms));
        }
        json.putIfPresent("owner", vgpu.holders().owner());
    }

    private static void life(JsonObject.Builder json, LayoutVgpu.Life life) {
        if (!life.autostart()) {
            json.put("autostart", false);
        }
        if (!life.active()) {
            json.put("active", false);
        }
    }

    private static void settings(JsonObject.Builder json, LayoutVgpu.Settings settings) {
        if (!settings.params().isEmpty()) {
            var params = JsonObject.builder();
            settings.params().forEach(params::put);
            json.put("params", params.build());
        }
        settings.placement().ifPresent(id -> json.put("placement", id));
    }
}

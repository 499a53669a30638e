package vgpuctl.core.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.GpuModel.OfferedType;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.TypeName;

/** The text of a host's inventory. */
public final class InventoryJson {

    private static final String KIND = "HostInventory";

    private InventoryJson() {}

    public static String write(HostInventory inventory) {
        return JsonWriter.compact(toJson(inventory));
    }

    /**
     * Reads a text that {@link #write} wrote, or a later version's.
     *
     * @throws MalformedDocument where it is none
     */
    public static HostInventory read(String text) {
        var fields = FleetFields.ofDocument(text, KIND);
        return FleetFields.made("", () -> inventory(fields));
    }

    public static JsonObject toJson(HostInventory inventory) {
        var json =
                FleetFields.document(KIND)
                        .put("host", inventory.host())
                        .putIfPresent("group", inventory.group());
        if (!inventory.labels().isEmpty()) {
            var labels = JsonObject.builder();
            inventory.labels().forEach(labels::put);
            json.put("labels", labels.build());
        }
        json.put("driver", inventory.driver());
        inventory.branch().ifPresent(branch -> json.put("branch", branch));
        json.put("interface", inventory.hostInterface());
        inventory.resources().ifPresent(all -> json.put("resources", resources(all)));
        return json.put(
                        "models",
                        new JsonArray(
                                inventory.models().stream().map(InventoryJson::model).toList()))
                .put(
                        "gpus",
                        new JsonArray(inventory.gpus().stream().map(InventoryJson::gpu).toList()))
                .build();
    }

    private static HostInventory inventory(FleetFields fields) {
        return new HostInventory(
                fields.text("host"),
                fields.optionalText("group"),
                fields.map("labels"),
                fields.text("driver"),
                fields.optionalSmall("branch"),
                fields.text("interface"),
                fields.optional("resources").map(InventoryJson::resources),
                fields.list("models", InventoryJson::model),
                fields.list("gpus", InventoryJson::gpu));
    }

    static JsonObject resources(HostResources resources) {
        return JsonObject.builder()
                .put("cpuMilli", resources.cpuMilli())
                .put("memoryMib", resources.memoryMib())
                .build();
    }

    static HostResources resources(FleetFields fields) {
        return new HostResources(fields.whole("cpuMilli"), fields.whole("memoryMib"));
    }

    private static Json model(GpuModel model) {
        return JsonObject.builder()
                .put("name", model.name())
                .put("framebufferGib", model.framebufferGib())
                .put("mixesSeries", model.mixesSeries())
                .put(
                        "types",
                        new JsonArray(model.types().stream().map(InventoryJson::type).toList()))
                .build();
    }

    private static GpuModel model(FleetFields fields) {
        return new GpuModel(
                fields.text("name"),
                fields.small("framebufferGib"),
                fields.list("types", InventoryJson::type),
                fields.truth("mixesSeries"));
    }

    private static Json type(OfferedType type) {
        return JsonObject.builder()
                .put("name", type.type().name().full())
                .put("framebufferMib", type.framebufferMib())
                .put("most", type.most())
                .put("mostPerVm", type.mostPerVm())
                .put(
                        "mixedIds",
                        new JsonArray(
                                type.mixedIds().stream()
                                        .map(id -> (Json) JsonNumber.of(id))
                                        .toList()))
                .build();
    }

    private static OfferedType type(FleetFields fields) {
        return new OfferedType(
                new CardType(
                        new TypeName(fields.text("name")),
                        fields.small("framebufferMib"),
                        new Slice.OfGpu(fields.small("most"), fields.numbers("mixedIds"))),
                fields.small("mostPerVm"));
    }

    private static Json gpu(FleetGpu gpu) {
        var json =
                JsonObject.builder()
                        .put("id", gpu.id())
                        .putIfPresent("uuid", gpu.uuid())
                        .put("model", gpu.model());
        gpu.numa().ifPresent(node -> json.put("numa", node));
        gpu.functions().ifPresent(count -> json.put("functions", count));
        if (!gpu.barred().isEmpty()) {
            var barred = JsonObject.builder();
            new EnumMap<>(gpu.barred()).forEach((mode, why) -> barred.put(mode.word(), why));
            json.put("barred", barred.build());
        }
        if (!gpu.others().isEmpty()) {
            json.put(
                    "others",
                    new JsonArray(gpu.others().stream().map(AllocationJson::vgpu).toList()));
        }
        return json.putIfPresent("unusable", gpu.unusable()).build();
    }

    private static FleetGpu gpu(FleetFields fields) {
        return new FleetGpu(
                fields.text("id"),
                fields.optionalText("uuid"),
                fields.text("model"),
                fields.optionalSmall("numa"),
                fields.optionalSmall("functions"),
                barred(fields),
                fields.list("others", AllocationJson::vgpu),
                fields.optionalText("unusable"));
    }

    private static Map<Mode, String> barred(FleetFields fields) {
        var barred = new EnumMap<Mode, String>(Mode.class);
        fields.map("barred")
                .forEach((word, why) ->
                        barred.put(
                                mode(word).orElseThrow(() -> fields.noSuch("barred", word)), why));
        return barred;
    }

    static Optional<Mode> mode(String word) {
        for (var mode : Mode.values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}

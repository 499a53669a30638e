package vgpuctl.core.fleet;

import java.util.TreeMap;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.TypeName;

/** The text of what a host is to carry. */
public final class AllocationJson {

    private static final String KIND = "HostAllocation";

    private AllocationJson() {}

    public static String write(HostAllocation allocation) {
        return JsonWriter.compact(toJson(allocation));
    }

    /**
     * Reads a text that {@link #write} wrote, or a later version's.
     *
     * @throws MalformedDocument where it is none
     */
    public static HostAllocation read(String text) {
        var fields = FleetFields.ofDocument(text, KIND);
        return FleetFields.made("", () -> allocation(fields));
    }

    public static JsonObject toJson(HostAllocation allocation) {
        var modes = JsonObject.builder();
        allocation.modes().forEach((gpu, mode) -> modes.put(gpu, mode.word()));
        return FleetFields.document(KIND)
                .put("host", allocation.host())
                .put("epoch", allocation.epoch())
                .put("generation", allocation.generation())
                .put("cordoned", allocation.cordoned())
                .put("modes", modes.build())
                .put(
                        "claims",
                        new JsonArray(
                                allocation.claims().stream().map(AllocationJson::claim).toList()))
                .build();
    }

    private static HostAllocation allocation(FleetFields fields) {
        var modes = new TreeMap<String, Mode>();
        fields.map("modes")
                .forEach((gpu, word) ->
                        modes.put(
                                gpu,
                                InventoryJson.mode(word)
                                        .orElseThrow(() -> fields.noSuch("modes", word))));
        return new HostAllocation(
                fields.text("host"),
                fields.whole("epoch"),
                fields.whole("generation"),
                fields.truth("cordoned"),
                modes,
                fields.list("claims", AllocationJson::claim));
    }

    public static Json claim(FleetClaim claim) {
        var json =
                JsonObject.builder()
                        .put("id", claim.id())
                        .putIfPresent("owner", claim.owner())
                        .putIfPresent("vm", claim.vm())
                        .putIfPresent("apart", claim.apart())
                        .putIfPresent("from", claim.from());
        if (!claim.resources().isNone()) {
            json.put("resources", InventoryJson.resources(claim.resources()));
        }
        return json.put(
                        "vgpus",
                        new JsonArray(claim.vgpus().stream().map(AllocationJson::vgpu).toList()))
                .build();
    }

    private static FleetClaim claim(FleetFields fields) {
        return new FleetClaim(
                fields.text("id"),
                fields.optionalText("owner"),
                fields.optionalText("vm"),
                fields.optionalText("apart"),
                fields.optional("resources")
                        .map(InventoryJson::resources)
                        .orElse(HostResources.NONE),
                fields.list("vgpus", AllocationJson::vgpu),
                fields.optionalText("from"));
    }

    static Json vgpu(ClaimedVgpu vgpu) {
        var json =
                JsonObject.builder()
                        .put("uuid", vgpu.uuid().toString())
                        .put("type", vgpu.type().full())
                        .put("gpu", vgpu.gpu());
        vgpu.placementId().ifPresent(id -> json.put("placement", id));
        return json.build();
    }

    static ClaimedVgpu vgpu(FleetFields fields) {
        return new ClaimedVgpu(
                fields.read("uuid", VgpuRecordText::uuid),
                new TypeName(fields.text("type")),
                fields.text("gpu"),
                fields.optionalSmall("placement"));
    }
}

package vgpuctl.core.fleet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** The text of a request: for the API, for a trace, and for a request that waits. */
public final class RequestJson {

    private static final String KIND = "PlacementRequest";

    private RequestJson() {}

    public static String write(PlacementRequest request) {
        return JsonWriter.compact(toJson(request));
    }

    /**
     * Reads a text that {@link #write} wrote, or a later version's.
     *
     * @throws MalformedDocument where it is none
     */
    public static PlacementRequest read(String text) {
        var fields = FleetFields.ofDocument(text, KIND);
        return FleetFields.made("", () -> request(fields));
    }

    /** What goes without saying is left out. */
    public static JsonObject toJson(PlacementRequest request) {
        var json =
                FleetFields.document(KIND)
                        .put("claim", request.claim())
                        .putIfPresent("owner", request.owner())
                        .putIfPresent("vm", request.vm());
        switch (request.wanted()) {
            case Wanted.Exactly(var type) -> json.put("type", type.full());
            case Wanted.Need(var mib, var use) ->
                    json.put(
                            "need",
                            JsonObject.builder()
                                    .put("memoryMib", mib)
                                    .put("use", use.use())
                                    .build());
        }
        json.put("count", request.count());
        if (!request.resources().isNone()) {
            json.put("resources", InventoryJson.resources(request.resources()));
        }
        if (!request.where().equals(Where.ANYWHERE)) {
            json.put("where", where(request.where()));
        }
        if (request.mayUseHeadroom()) {
            json.put("mayUseHeadroom", true);
        }
        return json.putIfPresent("policy", request.policy().map(PlacementPolicy::word)).build();
    }

    private static JsonObject where(Where where) {
        var json = JsonObject.builder();
        if (!where.sameHost()) {
            json.put("severalHosts", true);
        }
        if (where.gpus() != GpuSharing.ANY) {
            json.put("gpus", where.gpus().word());
        }
        if (where.sameNuma()) {
            json.put("sameNuma", true);
        }
        where.numa().ifPresent(node -> json.put("numa", node));
        put(json, "models", where.models());
        put(json, "groups", where.groups());
        put(json, "hosts", where.hosts());
        put(json, "notHosts", where.notHosts());
        if (!where.labels().isEmpty()) {
            var labels = JsonObject.builder();
            where.labels().forEach(labels::put);
            json.put("labels", labels.build());
        }
        return json.putIfPresent("apart", where.apart()).build();
    }

    private static void put(JsonObject.Builder json, String name, Set<String> texts) {
        if (!texts.isEmpty()) {
            json.put(name, List.copyOf(texts));
        }
    }

    private static PlacementRequest request(FleetFields fields) {
        return new PlacementRequest(
                fields.text("claim"),
                fields.optionalText("owner"),
                fields.optionalText("vm"),
                wanted(fields),
                fields.small("count"),
                fields.optional("resources")
                        .map(InventoryJson::resources)
                        .orElse(HostResources.NONE),
                fields.optional("where").map(RequestJson::where).orElse(Where.ANYWHERE),
                fields.truth("mayUseHeadroom"),
                fields.readOptional("policy", PlacementPolicy::named));
    }

    private static Wanted wanted(FleetFields fields) {
        var type = fields.optionalText("type");
        if (type.isPresent()) {
            return new Wanted.Exactly(new TypeName(type.get()));
        }
        var need = fields.object("need", "or a 'type'");
        return new Wanted.Need(need.small("memoryMib"), need.read("use", Series::ofUse));
    }

    private static Where where(FleetFields fields) {
        return new Where(
                !fields.truth("severalHosts"),
                fields.readOptional("gpus", RequestJson::sharing).orElse(GpuSharing.ANY),
                fields.truth("sameNuma"),
                fields.optionalSmall("numa"),
                new TreeSet<>(fields.texts("models")),
                new TreeSet<>(fields.texts("groups")),
                new TreeSet<>(fields.texts("hosts")),
                new TreeSet<>(fields.texts("notHosts")),
                fields.map("labels"),
                fields.optionalText("apart"));
    }

    private static Optional<GpuSharing> sharing(String word) {
        for (var sharing : GpuSharing.values()) {
            if (sharing.word().equals(word)) {
                return Optional.of(sharing);
            }
        }
        return Optional.empty();
    }
}

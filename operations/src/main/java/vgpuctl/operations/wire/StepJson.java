package vgpuctl.operations.wire;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.Step;
import vgpuctl.core.type.TypeId;

/** Steps as JSON, for the journal and for {@code --dry-run --output json}. */
public final class StepJson {

    private static final String KIND = "step";
    private static final String UUID_MEMBER = "uuid";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private StepJson() {}

    public static JsonObject write(Step step) {
        return switch (step) {
            case Step.CreateMdev(var parent, var type, var uuid) ->
                    mdev("create-mdev", parent, type, uuid);
            case Step.RemoveMdev(var parent, var type, var uuid) ->
                    mdev("remove-mdev", parent, type, uuid);
            case Step.ChangeDefinition(var parent, var uuid, var before, var after) ->
                    JsonObject.builder()
                            .put(KIND, "change-definition")
                            .put("parent", parent.text())
                            .put(UUID_MEMBER, uuid.toString())
                            .putIfPresent(BEFORE, before)
                            .putIfPresent(AFTER, after)
                            .build();
            case Step.ChangeRecord change -> record(change);
            case Step.AttachHostdev(var domain, var hostdev, var affect) ->
                    hostdev("attach-hostdev", domain, hostdev, affect);
            case Step.DetachHostdev(var domain, var hostdev, var affect) ->
                    hostdev("detach-hostdev", domain, hostdev, affect);
        };
    }

    private static JsonObject mdev(String kind, DeviceName parent, TypeId type, UUID uuid) {
        return JsonObject.builder()
                .put(KIND, kind)
                .put("parent", parent.text())
                .put("type", type.text())
                .put(UUID_MEMBER, uuid.toString())
                .build();
    }

    private static JsonObject record(Step.ChangeRecord change) {
        var json =
                JsonObject.builder()
                        .put(KIND, "change-record")
                        .put(UUID_MEMBER, change.uuid().toString());
        change.before().ifPresent(record -> json.put(BEFORE, VgpuRecordText.toJson(record)));
        change.after().ifPresent(record -> json.put(AFTER, VgpuRecordText.toJson(record)));
        return json.build();
    }

    private static JsonObject hostdev(
            String kind, String domain, Hostdev hostdev, Set<Affect> affect) {
        return JsonObject.builder()
                .put(KIND, kind)
                .put("domain", domain)
                .put(UUID_MEMBER, hostdev.uuid().toString())
                .put("display", hostdev.display())
                .put("affect", affect.stream().sorted().map(Enum::name).toList())
                .build();
    }

    /** Empty where it is no step of this version. */
    public static Optional<Step> read(JsonObject json) {
        var uuid = json.string(UUID_MEMBER).flatMap(VgpuRecordText::uuid);
        if (uuid.isEmpty()) {
            return Optional.empty();
        }
        return switch (json.string(KIND).orElse("")) {
            case "create-mdev" -> mdev(json, uuid.get());
            case "remove-mdev" -> mdev(json, uuid.get()).map(Step::inverse);
            case "change-definition" ->
                    parent(json)
                            .map(parent ->
                                    new Step.ChangeDefinition(
                                            parent,
                                            uuid.get(),
                                            json.string(BEFORE),
                                            json.string(AFTER)));
            case "change-record" ->
                    Optional.of(
                            new Step.ChangeRecord(
                                    uuid.get(), record(json, BEFORE), record(json, AFTER)));
            case "attach-hostdev" -> attach(json, uuid.get());
            case "detach-hostdev" -> attach(json, uuid.get()).map(Step::inverse);
            default -> Optional.empty();
        };
    }

    private static Optional<Step> mdev(JsonObject json, UUID uuid) {
        var type = json.string("type").filter(TypeId::isSafe).map(TypeId::new);
        var parent = parent(json);
        return type.isPresent() && parent.isPresent()
                ? Optional.of(new Step.CreateMdev(parent.get(), type.get(), uuid))
                : Optional.empty();
    }

    private static Optional<Step> attach(JsonObject json, UUID uuid) {
        return json.string("domain")
                .map(domain ->
                        new Step.AttachHostdev(
                                domain,
                                new Hostdev(uuid, json.truth("display").orElse(false)),
                                affect(json)));
    }

    private static Set<Affect> affect(JsonObject json) {
        var items = json.array("affect").map(JsonArray::items).orElse(List.of());
        var affect = EnumSet.noneOf(Affect.class);
        for (var face : Affect.values()) {
            if (items.contains(new JsonString(face.name()))) {
                affect.add(face);
            }
        }
        return affect;
    }

    private static Optional<DeviceName> parent(JsonObject json) {
        return json.string("parent").flatMap(DeviceName::parse);
    }

    private static Optional<VgpuRecord> record(JsonObject json, String member) {
        return json.object(member).flatMap(VgpuRecordText::ofJson);
    }
}

package vgpuctl.core.inventory;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.TypeName;

/** The text of our own record of a vGPU, a JSON file each. */
public final class VgpuRecordText {

    private VgpuRecordText() {}

    public static String write(VgpuRecord record) {
        return JsonWriter.pretty(toJson(record)) + "\n";
    }

    public static JsonObject toJson(VgpuRecord record) {
        var json =
                JsonObject.builder()
                        .put("uuid", record.uuid().toString())
                        .put("name", record.name())
                        .put("parent", record.parent().text())
                        .put("type", record.type().full());
        if (!record.claim().isNone()) {
            json.put("claim", toJson(record.claim()));
        }
        record.kept().ifPresent(kept -> json.put("kept", toJson(kept)));
        return json.build();
    }

    public static JsonObject toJson(Claim claim) {
        return JsonObject.builder()
                .putIfPresent("vm", claim.vm())
                .putIfPresent("owner", claim.owner())
                .put("generation", claim.generation())
                .build();
    }

    private static Claim claim(JsonObject json) {
        return new Claim(
                json.string("vm"), json.string("owner"), json.wholeNumber("generation").orElse(0));
    }

    private static JsonObject toJson(Kept kept) {
        var parameters = kept.parameters();
        return JsonObject.builder()
                .putIfPresent("start", kept.start().map(VgpuRecordText::word))
                .putIfPresent(
                        "parameters",
                        parameters.isEmpty() ? Optional.empty() : Optional.of(parameters.text()))
                .putIfPresent("boot", kept.boot())
                .build();
    }

    private static String word(Start start) {
        return start == Start.AUTO ? "auto" : "manual";
    }

    private static Kept kept(JsonObject json) {
        return new Kept(
                json.string("start").map(word -> word.equals("auto") ? Start.AUTO : Start.MANUAL),
                Parameters.parse(json.string("parameters").orElse("")),
                json.string("boot"));
    }

    public static Optional<VgpuRecord> read(String text) {
        return JsonReader.readObject(text).flatMap(VgpuRecordText::ofJson);
    }

    public static Optional<VgpuRecord> ofJson(JsonObject object) {
        var uuid = object.string("uuid").flatMap(VgpuRecordText::uuid);
        var name = object.string("name");
        var parent = object.string("parent").flatMap(DeviceName::parse);
        var type = object.string("type");
        var claim = object.object("claim");
        // A claim that cannot be read is somebody's.
        var isClaimLost = object.member("claim").isPresent() && claim.isEmpty();
        if (uuid.isEmpty() || name.isEmpty() || parent.isEmpty() || type.isEmpty() || isClaimLost) {
            return Optional.empty();
        }
        return Optional.of(
                new VgpuRecord(
                        uuid.get(),
                        name.get(),
                        parent.get(),
                        new TypeName(type.get()),
                        claim.map(VgpuRecordText::claim).orElse(Claim.NONE),
                        object.object("kept").map(VgpuRecordText::kept)));
    }

    /** A UUID in its canonical form only: it names files. */
    public static Optional<UUID> uuid(String text) {
        try {
            var uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

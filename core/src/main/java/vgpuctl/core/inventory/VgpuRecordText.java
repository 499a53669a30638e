package vgpuctl.core.inventory;

import java.util.Optional;
import java.util.UUID;
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
        return JsonObject.builder()
                .put("uuid", record.uuid().toString())
                .put("name", record.name())
                .put("parent", record.parent().text())
                .put("type", record.type().full())
                .putIfPresent("claim", record.claim())
                .build();
    }

    public static Optional<VgpuRecord> read(String text) {
        return JsonReader.readObject(text).flatMap(VgpuRecordText::ofJson);
    }

    public static Optional<VgpuRecord> ofJson(JsonObject object) {
        var uuid = object.string("uuid").flatMap(VgpuRecordText::uuid);
        var name = object.string("name");
        var parent = object.string("parent").flatMap(DeviceName::parse);
        var type = object.string("type");
        if (uuid.isEmpty() || name.isEmpty() || parent.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new VgpuRecord(
                        uuid.get(),
                        name.get(),
                        parent.get(),
                        new TypeName(type.get()),
                        object.string("claim")));
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

package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonSyntaxException;
import vgpuctl.core.type.TypeId;

/**
 * Reads mdevctl's definition files and what {@code mdevctl list --dumpjson} prints: an array of
 * objects, whose members are parents with an array of {@code {uuid: definition}} each.
 */
final class MdevctlState {

    private final List<String> notes;
    private final List<FoundMdev> found = new ArrayList<>();

    MdevctlState(List<String> notes) {
        this.notes = notes;
    }

    List<FoundMdev> found() {
        return found;
    }

    /** One file, {@code /etc/mdevctl.d/PARENT/UUID}. */
    void definition(String parent, String uuid, String text) {
        var file = parent + "/" + uuid;
        read(file, text)
                .ifPresent(json -> {
                    if (json instanceof JsonObject definition) {
                        definition(parent, uuid, definition);
                    } else {
                        notes.add(Notes.shown(file) + " is left out: it is no JSON object");
                    }
                });
    }

    void dump(String text) {
        read("mdevctl's list", text)
                .ifPresent(json -> {
                    if (json instanceof JsonArray(var hosts)) {
                        hosts.forEach(this::parents);
                    } else {
                        notes.add(
                                "mdevctl's list is left out: it is no array, as 'mdevctl list --dumpjson' is");
                    }
                });
    }

    private Optional<Json> read(String what, String text) {
        try {
            return Optional.of(JsonReader.read(text));
        } catch (JsonSyntaxException e) {
            notes.add(Notes.shown(what) + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void parents(Json host) {
        if (host instanceof JsonObject(var parents)) {
            parents.forEach((parent, mdevs) -> {
                if (mdevs instanceof JsonArray(var items)) {
                    items.forEach(item -> mdevs(parent, item));
                }
            });
        }
    }

    private void mdevs(String parent, Json item) {
        if (item instanceof JsonObject(var mdevs)) {
            mdevs.forEach((uuid, definition) -> {
                if (definition instanceof JsonObject object) {
                    definition(parent, uuid, object);
                }
            });
        }
    }

    private void definition(String parent, String uuid, JsonObject definition) {
        var device = DeviceName.parse(parent);
        var id = VgpuRecordText.uuid(uuid);
        var type = definition.string("mdev_type").filter(TypeId::isSafe).map(TypeId::new);
        if (device.isEmpty() || id.isEmpty() || type.isEmpty()) {
            notes.add(
                    Notes.shown(parent + "/" + uuid)
                            + " is left out: it needs a parent, a UUID and an mdev_type");
            return;
        }
        var params = new DriverParameters(uuid, notes);
        definition
                .array("attrs")
                .ifPresent(attrs -> attrs.items().forEach(a -> attribute(params, a)));
        // Whether a vGPU with manual start is there, a definition does not say.
        var auto = definition.string("start").equals(Optional.of("auto"));
        found.add(
                new FoundMdev(
                        id.get(),
                        device.get(),
                        type.get(),
                        Optional.of(auto),
                        auto ? Optional.of(true) : Optional.empty(),
                        params.found()));
    }

    private static void attribute(DriverParameters params, Json attribute) {
        if (attribute instanceof JsonObject(var members)) {
            members.forEach((name, value) -> {
                if (value instanceof JsonString(var text)) {
                    params.attribute(name, text);
                }
            });
        }
    }
}

package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.TypeId;

/**
 * The text of mdevctl's definition files, {@code /etc/mdevctl.d/PARENT/UUID}.
 *
 * <p>What we write is byte for byte what mdevctl 1.2 writes: {@code mdev_type}, {@code start},
 * {@code attrs}, two spaces deep, no newline at the end. What we read is any JSON object with a
 * type; members that we do not know survive a change.
 */
public final class DefinitionText {

    private static final String TYPE = "mdev_type";
    private static final String START = "start";
    private static final String ATTRIBUTES = "attrs";
    private static final String PARAMETERS = "nvidia/vgpu_params";

    private DefinitionText() {}

    /** A new definition; mdevctl and libvirt set its parameters whenever they start the vGPU. */
    public static String of(TypeId type, boolean autostart, Parameters parameters) {
        return JsonWriter.pretty(
                JsonObject.builder()
                        .put(TYPE, type.text())
                        .put(START, start(autostart))
                        .put(ATTRIBUTES, attributes(parameters))
                        .build());
    }

    private static JsonArray attributes(Parameters parameters) {
        return parameters.isEmpty()
                ? new JsonArray(List.of())
                : new JsonArray(
                        List.of(JsonObject.builder().put(PARAMETERS, parameters.text()).build()));
    }

    /** Reads a definition; unknown with the reason where the text is none. */
    public static Reading<Definition> read(String text) {
        return JsonReader.readObject(text)
                .map(object -> read(object, text))
                .orElseGet(() -> Reading.unknown("it is not a JSON object"));
    }

    private static Reading<Definition> read(JsonObject object, String text) {
        var type = object.string(TYPE).filter(TypeId::isSafe);
        if (type.isEmpty()) {
            return Reading.unknown("it names no mdev_type");
        }
        var autostart = object.string(START).equals(Optional.of("auto"));
        return Reading.of(
                new Definition(
                        Optional.of(new TypeId(type.get())), autostart, parameters(object), text));
    }

    private static Parameters parameters(JsonObject object) {
        for (var item : object.array(ATTRIBUTES).map(JsonArray::items).orElse(List.of())) {
            if (item instanceof JsonObject attribute) {
                var text = attribute.string(PARAMETERS);
                if (text.isPresent()) {
                    return Parameters.parse(text.get());
                }
            }
        }
        return Parameters.NONE;
    }

    /** The same definition with another start, all else as it is. */
    public static String withAutostart(Definition definition, boolean on) {
        var changed = JsonObject.builder();
        var members = JsonReader.readObject(definition.text()).orElseThrow().members();
        members.forEach((name, value) ->
                changed.put(name, name.equals(START) ? new JsonString(start(on)) : value));
        if (!members.containsKey(START)) {
            changed.put(START, start(on));
        }
        return JsonWriter.pretty(changed.build());
    }

    /** The same definition with other plugin parameters, all else as it is. */
    public static String withParameters(Definition definition, Parameters parameters) {
        var changed = JsonObject.builder();
        var members = JsonReader.readObject(definition.text()).orElseThrow().members();
        var others = new ArrayList<Json>();
        if (members.get(ATTRIBUTES) instanceof JsonArray(var items)) {
            for (var item : items) {
                if (!(item instanceof JsonObject attribute
                        && attribute.string(PARAMETERS).isPresent())) {
                    others.add(item);
                }
            }
        }
        attributes(parameters).items().forEach(others::add);
        var attributes = new JsonArray(others);
        members.forEach(
                (name, value) -> changed.put(name, name.equals(ATTRIBUTES) ? attributes : value));
        if (!members.containsKey(ATTRIBUTES)) {
            changed.put(ATTRIBUTES, attributes);
        }
        return JsonWriter.pretty(changed.build());
    }

    private static String start(boolean autostart) {
        return autostart ? "auto" : "manual";
    }
}

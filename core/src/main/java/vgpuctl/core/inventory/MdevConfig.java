package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonSyntaxException;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.type.TypeId;

/**
 * What mdevctl keeps of a device: a definition file, a {@code --jsonfile}, what scripts are given.
 *
 * @param attributes in the order in which they are written
 */
public record MdevConfig(TypeId type, boolean autostart, List<MdevAttribute> attributes) {

    private static final String TYPE = "mdev_type";
    private static final String START = "start";
    private static final String ATTRIBUTES = "attrs";

    public MdevConfig {
        attributes = List.copyOf(attributes);
    }

    /** Of a type, with the plugin parameters as its attribute where it has some. */
    public static MdevConfig of(TypeId type, boolean autostart, Parameters parameters) {
        return new MdevConfig(
                type,
                autostart,
                parameters.isEmpty()
                        ? List.of()
                        : List.of(new MdevAttribute(MdevAttribute.PARAMETERS, parameters.text())));
    }

    /** Reads one in full; unknown with what is wrong where it is none. */
    public static Reading<MdevConfig> read(String text) {
        var object = JsonReader.readObject(text);
        if (object.isEmpty()) {
            return Reading.unknown("it is no JSON object");
        }
        var type = object.get().string(TYPE);
        if (type.isEmpty() || !TypeId.isSafe(type.get())) {
            return Reading.unknown("its mdev_type names no type");
        }
        var start = object.get().string(START);
        if (start.isEmpty()) {
            return Reading.unknown("it has no start, which is auto or manual");
        }
        return attributes(object.get().member(ATTRIBUTES).orElseGet(JsonArray::of))
                .map(attributes ->
                        new MdevConfig(
                                new TypeId(type.get()), start.get().equals("auto"), attributes));
    }

    /** What a script prints as a device's attributes; nothing at all is none. */
    public static Reading<List<MdevAttribute>> attributes(String text) {
        var stripped = text.replace("\0", "").strip();
        if (stripped.isEmpty() || stripped.equals("[{}]")) {
            return Reading.of(List.of());
        }
        try {
            return attributes(JsonReader.read(stripped));
        } catch (JsonSyntaxException e) {
            return Reading.unknown("it is no JSON: " + e.getMessage());
        }
    }

    private static Reading<List<MdevAttribute>> attributes(Json json) {
        if (json instanceof JsonNull) {
            return Reading.of(List.of());
        }
        if (!(json instanceof JsonArray(var items))) {
            return Reading.unknown("its attrs are no list");
        }
        var attributes = new ArrayList<MdevAttribute>();
        for (var item : items) {
            var isAttribute =
                    item instanceof JsonObject(var members)
                            && members.size() == 1
                            && members.firstEntry().getValue() instanceof JsonString;
            if (!isAttribute) {
                return Reading.unknown(
                        "each of its attrs has to be an object with one name and a text");
            }
            ((JsonObject) item)
                    .members()
                    .forEach((name, value) ->
                            attributes.add(new MdevAttribute(name, ((JsonString) value).value())));
        }
        return Reading.of(List.copyOf(attributes));
    }

    public MdevConfig with(List<MdevAttribute> other) {
        return new MdevConfig(type, autostart, other);
    }

    public MdevConfig withType(TypeId other) {
        return new MdevConfig(other, autostart, attributes);
    }

    public MdevConfig withAutostart(boolean on) {
        return new MdevConfig(type, on, attributes);
    }

    /** The plugin parameters that its attributes set; the last ones count. */
    public Parameters parameters() {
        var parameters = Parameters.NONE;
        for (var attribute : attributes) {
            if (attribute.name().equals(MdevAttribute.PARAMETERS)) {
                parameters = Parameters.parse(attribute.value());
            }
        }
        return parameters;
    }

    /** As mdevctl writes it: these three members in this order. */
    public JsonObject json() {
        var items = new ArrayList<Json>();
        for (var attribute : attributes) {
            items.add(JsonObject.builder().put(attribute.name(), attribute.value()).build());
        }
        return JsonObject.builder()
                .put(TYPE, type.text())
                .put(START, autostart ? "auto" : "manual")
                .put(ATTRIBUTES, new JsonArray(items))
                .build();
    }

    /** A definition file's text. */
    public String text() {
        return JsonWriter.pretty(json());
    }

    /** The same in a file that has more members than mdevctl knows: those stay. */
    public String textInPlaceOf(String before) {
        var changed = JsonObject.builder();
        json().members().forEach(changed::put);
        JsonReader.readObject(before)
                .ifPresent(old ->
                        old.members()
                                .forEach((name, value) -> {
                                    if (json().member(name).isEmpty()) {
                                        changed.put(name, value);
                                    }
                                }));
        return JsonWriter.pretty(changed.build());
    }
}

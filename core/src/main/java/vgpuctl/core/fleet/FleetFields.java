package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonSyntaxException;

/**
 * Takes a document's members out one by one. What is missing or of another kind ends the reading:
 * nothing is placed by a document that was half understood. Members that are not known are passed
 * over, since a newer agent may write more.
 */
final class FleetFields {

    /** What these classes read and write. */
    static final int VERSION = 1;

    private final JsonObject object;
    private final String path;

    private FleetFields(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /** A whole document, which says of which kind and version it is. */
    static FleetFields ofDocument(String text, String kind) {
        var fields = new FleetFields(object(text), "");
        var found = fields.text("kind");
        if (!found.equals(kind)) {
            throw new MalformedDocument("kind", "is " + found + " and not " + kind);
        }
        var version = fields.whole("version");
        if (version != VERSION) {
            throw new MalformedDocument(
                    "version", "is " + version + ", and only " + VERSION + " is known here");
        }
        return fields;
    }

    private static JsonObject object(String text) {
        try {
            if (JsonReader.read(text) instanceof JsonObject object) {
                return object;
            }
            throw new MalformedDocument("", "is no object");
        } catch (JsonSyntaxException e) {
            throw new MalformedDocument("", "is no JSON: " + e.getMessage());
        }
    }

    static JsonObject.Builder document(String kind) {
        return JsonObject.builder().put("kind", kind).put("version", VERSION);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "a text"));
    }

    Optional<String> optionalText(String name) {
        refuseUnless(name, object.string(name).isPresent(), "a text");
        return object.string(name);
    }

    long whole(String name) {
        refuseUnless(name, object.wholeNumber(name).isPresent(), "a whole number");
        return object.wholeNumber(name).orElseThrow(() -> missing(name, "a whole number"));
    }

    int small(String name) {
        return optionalSmall(name).orElseThrow(() -> missing(name, "a whole number"));
    }

    OptionalInt optionalSmall(String name) {
        var number = object.wholeNumber(name);
        var fits = number.isPresent() && number.getAsLong() == (int) number.getAsLong();
        refuseUnless(name, fits, "a whole number");
        return fits ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    boolean truth(String name) {
        refuseUnless(name, object.truth(name).isPresent(), "true or false");
        return object.truth(name).orElse(false);
    }

    /** What a text stands for. */
    <T> T read(String name, Function<String, Optional<T>> rule) {
        return rule.apply(text(name)).orElseThrow(() -> noSuch(name, text(name)));
    }

    <T> Optional<T> readOptional(String name, Function<String, Optional<T>> rule) {
        return optionalText(name).map(text -> read(name, rule));
    }

    MalformedDocument noSuch(String name, String found) {
        return new MalformedDocument(path + name, "cannot be " + found);
    }

    <T> List<T> list(String name, Function<FleetFields, T> item) {
        var items = new ArrayList<T>();
        for (var json : array(name)) {
            var where = path + name + "[" + items.size() + "]";
            if (!(json instanceof JsonObject each)) {
                throw new MalformedDocument(where, "is no object");
            }
            items.add(made(where, () -> item.apply(new FleetFields(each, where + "."))));
        }
        return List.copyOf(items);
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var json : array(name)) {
            if (!(json instanceof JsonString(var text))) {
                throw new MalformedDocument(path + name, "is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    List<Integer> numbers(String name) {
        var numbers = new ArrayList<Integer>();
        for (var json : array(name)) {
            var number = json instanceof JsonNumber n ? n.wholeNumber() : OptionalLong.empty();
            numbers.add(
                    (int)
                            number.orElseThrow(() ->
                                    new MalformedDocument(
                                            path + name, "is not a list of numbers")));
        }
        return numbers;
    }

    SortedMap<String, String> map(String name) {
        var map = new TreeMap<String, String>();
        var fields = optional(name);
        if (fields.isPresent()) {
            for (var key : fields.get().object.members().keySet()) {
                map.put(key, fields.get().text(key));
            }
        }
        return map;
    }

    Optional<FleetFields> optional(String name) {
        refuseUnless(name, object.object(name).isPresent(), "an object");
        return object.object(name).map(each -> new FleetFields(each, path + name + "."));
    }

    FleetFields object(String name, String what) {
        return optional(name).orElseThrow(() -> missing(name, what));
    }

    /** What the records themselves refuse is a fault of the document too. */
    static <T> T made(String where, Supplier<T> record) {
        try {
            return record.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedDocument(where, "makes no sense: " + e.getMessage());
        }
    }

    private List<Json> array(String name) {
        refuseUnless(name, object.array(name).isPresent(), "a list");
        return object.array(name).map(JsonArray::items).orElse(List.of());
    }

    private void refuseUnless(String name, boolean is, String what) {
        if (!is && object.member(name).isPresent()) {
            throw new MalformedDocument(path + name, "is not " + what);
        }
    }

    private MalformedDocument missing(String name, String what) {
        return new MalformedDocument(path + name, "is missing: " + what);
    }
}

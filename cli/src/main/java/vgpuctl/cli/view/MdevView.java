package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.mdev.MdevDevice;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;

/**
 * Answers byte for byte as mdevctl prints them, for whoever reads that. What it prints as text ends
 * with an empty line.
 */
public final class MdevView {

    private MdevView() {}

    /** Devices, a line each. */
    public static String list(Answer.Mdevs answer, boolean verbose) {
        var text = new StringBuilder();
        for (var device : answer.devices()) {
            text.append(line(device, answer.request().defined())).append('\n');
            if (verbose) {
                text.append(attributes(device));
            }
        }
        return text.append('\n').toString();
    }

    private static String line(MdevDevice device, boolean asDefined) {
        var also = asDefined ? device.active() : device.defined();
        return device.uuid()
                + " "
                + device.parent()
                + " "
                + device.config().type()
                + (device.config().autostart() ? " auto" : " manual")
                + (also ? asDefined ? " (active)" : " (defined)" : "");
    }

    private static String attributes(MdevDevice device) {
        var text = new StringBuilder();
        var number = 0;
        for (var attribute : device.config().attributes()) {
            text.append(number == 0 ? "  Attrs:\n" : "")
                    .append("    @{")
                    .append(number++)
                    .append("}: {\"")
                    .append(attribute.name())
                    .append("\":\"")
                    .append(attribute.value())
                    .append("\"}\n");
        }
        return text.toString();
    }

    /** Devices as JSON: the one of a UUID as its definition, all others below their parents. */
    public static String dumped(Answer.Mdevs answer) {
        var devices = answer.devices();
        var isOne = answer.request().filter().uuid().isPresent() && devices.size() == 1;
        return JsonWriter.pretty(isOne ? devices.getFirst().config().json() : byParent(devices))
                + "\n";
    }

    private static Json byParent(List<MdevDevice> devices) {
        var parents = JsonObject.builder();
        for (var i = 0; i < devices.size(); ) {
            var parent = devices.get(i).parent();
            var children = new ArrayList<Json>();
            for (; i < devices.size() && devices.get(i).parent().equals(parent); i++) {
                var device = devices.get(i);
                children.add(
                        JsonObject.builder()
                                .put(device.uuid().toString(), device.config().json())
                                .build());
            }
            parents.put(parent.text(), new JsonArray(children));
        }
        return list(parents.build());
    }

    /** mdevctl's outermost list; without a parent it is empty. */
    private static JsonArray list(JsonObject parents) {
        return parents.members().isEmpty() ? JsonArray.of() : JsonArray.of(parents);
    }

    /** The types of parents. */
    public static String types(Answer.MdevTypes answer) {
        var text = new StringBuilder();
        for (var parent : answer.parents()) {
            text.append(parent.name()).append('\n');
            for (var type : parent.types()) {
                type(type, text);
            }
        }
        return text.append('\n').toString();
    }

    private static void type(Answer.MdevTypes.Type type, StringBuilder text) {
        var offer = type.offer();
        text.append("  ").append(offer.type().id().orElseThrow()).append('\n');
        field("Available instances", available(offer.available()), text);
        field("Device API", type.deviceApi(), text);
        field("Name", name(type), text);
        field("Description", description(type), text);
    }

    private static void field(String label, String value, StringBuilder text) {
        if (!value.isEmpty()) {
            text.append("    ").append(label).append(": ").append(value).append('\n');
        }
    }

    private static String available(Reading<Integer> available) {
        return available.map(count -> String.format(Locale.ROOT, "%d", count)).orElse("unknown");
    }

    /** Empty where the driver gives none: the id stands in its place then. */
    private static String name(Answer.MdevTypes.Type type) {
        var name = type.offer().type().name().full();
        return name.equals(type.offer().type().id().orElseThrow().text()) ? "" : name;
    }

    private static String description(Answer.MdevTypes.Type type) {
        return type.offer().type().description().text().strip().replace("\n", ", ");
    }

    /** The same as JSON. */
    public static String dumped(Answer.MdevTypes answer) {
        var parents = JsonObject.builder();
        for (var parent : answer.parents()) {
            var types = new ArrayList<Json>();
            for (var type : parent.types()) {
                types.add(json(type));
            }
            parents.put(parent.name().text(), new JsonArray(types));
        }
        return JsonWriter.pretty(list(parents.build())) + "\n";
    }

    private static JsonObject json(Answer.MdevTypes.Type type) {
        var json =
                JsonObject.builder()
                        .put(
                                "available_instances",
                                type.offer()
                                        .available()
                                        .<Json>map(count -> JsonNumber.of(count))
                                        .orElse(new JsonNull()))
                        .put("device_api", type.deviceApi());
        if (!name(type).isEmpty()) {
            json.put("name", name(type));
        }
        if (!description(type).isEmpty()) {
            json.put("description", description(type));
        }
        return JsonObject.builder()
                .put(type.offer().type().id().orElseThrow().text(), json.build())
                .build();
    }

    /** What went wrong: first as mdevctl says it, then who said so and what to do. */
    public static String problem(Problem problem) {
        var text = new StringBuilder("Error: ").append(problem.reason()).append('\n');
        problem.quoted()
                .filter(words -> !words.isBlank())
                .ifPresent(words ->
                        text.append("\nCaused by:\n    ")
                                .append(words.strip().replace("\n", "\n    "))
                                .append("\n\n"));
        return text.append("hint:  ").append(problem.wayOut()).append('\n').toString();
    }
}

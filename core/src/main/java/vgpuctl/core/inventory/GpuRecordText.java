package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.GpuRecord.InstanceAt;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;

/** The text of our own record of a GPU, a JSON file each. */
public final class GpuRecordText {

    private GpuRecordText() {}

    public static String write(GpuRecord record) {
        return JsonWriter.pretty(toJson(record)) + "\n";
    }

    public static JsonObject toJson(GpuRecord record) {
        var instances = new ArrayList<Json>();
        for (var instance : record.instances()) {
            instances.add(
                    JsonObject.builder()
                            .put("profile", instance.profile())
                            .put("start", instance.start())
                            .build());
        }
        return JsonObject.builder()
                .put("gpu", record.gpu().text())
                .put("functions", record.functions())
                .put("mixedSizes", record.mixedSizes())
                .put("mig", record.mig())
                .put("instances", new JsonArray(instances))
                .putIfPresent("scheduler", record.scheduler().map(Scheduler::word))
                .build();
    }

    public static Optional<GpuRecord> read(String text) {
        return JsonReader.readObject(text).flatMap(GpuRecordText::ofJson);
    }

    public static Optional<GpuRecord> ofJson(JsonObject json) {
        return json.string("gpu")
                .flatMap(DeviceName::parse)
                .map(gpu ->
                        new GpuRecord(
                                gpu,
                                json.truth("functions").orElse(false),
                                json.truth("mixedSizes").orElse(false),
                                json.truth("mig").orElse(false),
                                instances(json),
                                json.string("scheduler").flatMap(Scheduler::named)));
    }

    private static List<InstanceAt> instances(JsonObject json) {
        var instances = new ArrayList<InstanceAt>();
        for (var item : json.array("instances").map(JsonArray::items).orElse(List.of())) {
            if (item instanceof JsonObject object) {
                var profile = object.string("profile");
                var start = object.wholeNumber("start");
                if (profile.isPresent() && start.isPresent()) {
                    instances.add(new InstanceAt(profile.get(), (int) start.getAsLong()));
                }
            }
        }
        return instances;
    }
}

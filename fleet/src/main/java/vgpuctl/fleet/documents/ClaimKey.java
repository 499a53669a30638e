package vgpuctl.fleet.documents;

import java.util.List;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;

/** Which hosts carry a claim. */
public record ClaimKey(List<String> hosts) {

    public ClaimKey {
        hosts = List.copyOf(hosts);
    }

    public String write() {
        return JsonWriter.compact(JsonObject.builder().put("hosts", hosts).build());
    }

    /** None where the text is not ours. */
    public static ClaimKey read(String text) {
        return new ClaimKey(
                JsonReader.readObject(text)
                        .flatMap(object -> object.array("hosts"))
                        .map(JsonArray::items)
                        .orElse(List.of())
                        .stream()
                        .filter(JsonString.class::isInstance)
                        .map(item -> ((JsonString) item).value())
                        .toList());
    }
}

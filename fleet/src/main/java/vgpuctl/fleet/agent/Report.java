package vgpuctl.fleet.agent;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;

/**
 * What an agent says of its host.
 *
 * @param machine the installed system that said it
 * @param generation of the allocation that it is about
 * @param problems a sentence each, with the way out; none where the host is as it should be
 */
public record Report(String machine, long epoch, long generation, List<String> problems) {

    public Report {
        problems = List.copyOf(problems);
    }

    static Report of(String machine, long epoch, long generation, List<Problem> problems) {
        var sentences = new ArrayList<String>();
        for (var problem : problems) {
            sentences.add(problem.reason() + "; " + problem.wayOut());
        }
        return new Report(machine, epoch, generation, sentences);
    }

    public String write() {
        return JsonWriter.compact(
                JsonObject.builder()
                        .put("kind", "HostReport")
                        .put("machine", machine)
                        .put("epoch", epoch)
                        .put("generation", generation)
                        .put("problems", problems)
                        .build());
    }

    /** Nothing known where the text is not ours. */
    public static Report read(String text) {
        var json = JsonReader.readObject(text).orElseGet(() -> JsonObject.builder().build());
        var problems = new ArrayList<String>();
        for (Json item : json.array("problems").orElseGet(JsonArray::of).items()) {
            if (item instanceof JsonString(var sentence)) {
                problems.add(sentence);
            }
        }
        return new Report(
                json.string("machine").orElse(""),
                json.wholeNumber("epoch").orElse(-1),
                json.wholeNumber("generation").orElse(-1),
                problems);
    }
}

package vgpuctl.fleet.agent;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.fleet.HostAllocation;
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
 * @param missing the claims that are not all there, by id
 * @param problems a sentence each, with the way out; none where the host is as it should be
 */
public record Report(
        String machine, long epoch, long generation, List<String> missing, List<String> problems) {

    public Report {
        missing = List.copyOf(missing);
        problems = List.copyOf(problems);
    }

    static Report of(
            String machine,
            HostAllocation allocation,
            List<String> missing,
            List<Problem> problems) {
        var sentences = new ArrayList<String>();
        for (var problem : problems) {
            sentences.add(problem.reason() + "; " + problem.wayOut());
        }
        return new Report(machine, allocation.epoch(), allocation.generation(), missing, sentences);
    }

    /** Whether it was written when the agent knew this allocation, or a later one. */
    public boolean isOf(HostAllocation allocation) {
        return epoch == allocation.epoch() && generation >= allocation.generation();
    }

    /** Whether the host has all of a claim of this allocation, as far as its agent says. */
    public boolean hasCarriedOut(HostAllocation allocation, String claim) {
        return isOf(allocation) && !missing.contains(claim);
    }

    public String write() {
        return JsonWriter.compact(
                JsonObject.builder()
                        .put("kind", "HostReport")
                        .put("machine", machine)
                        .put("epoch", epoch)
                        .put("generation", generation)
                        .put("missing", missing)
                        .put("problems", problems)
                        .build());
    }

    /** Nothing known where the text is not ours. */
    public static Report read(String text) {
        var json = JsonReader.readObject(text).orElseGet(() -> JsonObject.builder().build());
        return new Report(
                json.string("machine").orElse(""),
                json.wholeNumber("epoch").orElse(-1),
                json.wholeNumber("generation").orElse(-1),
                texts(json, "missing"),
                texts(json, "problems"));
    }

    private static List<String> texts(JsonObject json, String field) {
        var texts = new ArrayList<String>();
        for (Json item : json.array(field).orElseGet(JsonArray::of).items()) {
            if (item instanceof JsonString(var text)) {
                texts.add(text);
            }
        }
        return texts;
    }
}

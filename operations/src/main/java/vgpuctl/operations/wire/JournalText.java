package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;

/** A journal file: one JSON object a line, the plan first, then the steps as they are taken. */
public final class JournalText {

    private static final String STEPS = "steps";
    private static final String PREPARATION = "preparation";

    private JournalText() {}

    /**
     * A change as its journal tells it.
     *
     * @param request in words, for people
     * @param scope the locks under which it is made; while somebody holds them, it is being made
     * @param taken how many steps were begun
     * @param undone the numbers of those that were taken back
     */
    public record Entry(
            String request,
            SortedSet<String> scope,
            Plan plan,
            int taken,
            SortedSet<Integer> undone) {

        /** The steps that may have happened and were not taken back, the last one first. */
        public SequencedMap<Integer, Step> begun() {
            var begun = new LinkedHashMap<Integer, Step>();
            for (var number = taken - 1; number >= 0; number--) {
                if (!undone.contains(number)) {
                    begun.put(number, plan.steps().get(number));
                }
            }
            return begun;
        }
    }

    public static String header(String request, SortedSet<String> scope, Plan plan) {
        var header =
                JsonObject.builder()
                        .put("request", request)
                        .put("scope", List.copyOf(scope))
                        .put("whenInterrupted", plan.whenInterrupted().name())
                        .put(PREPARATION, plan.isPreparation())
                        .put(STEPS, steps(plan))
                        .build();
        return JsonWriter.compact(header) + "\n";
    }

    private static JsonArray steps(Plan plan) {
        return new JsonArray(List.copyOf(plan.steps().stream().map(StepJson::write).toList()));
    }

    /** The plan that follows a preparation. */
    public static String more(Plan plan) {
        var line =
                JsonObject.builder()
                        .put(PREPARATION, plan.isPreparation())
                        .put(STEPS, steps(plan))
                        .build();
        return JsonWriter.compact(line) + "\n";
    }

    public static String taking(int step) {
        return JsonWriter.compact(JsonObject.builder().put("taking", step).build()) + "\n";
    }

    /**
     * A step was taken back. Who goes on with it later leaves that one alone: the same thing may
     * have been changed by several steps, and looks now as it did before the first of them.
     */
    public static String undone(int step) {
        // A line of its own, also behind one that was cut off.
        return "\n" + JsonWriter.compact(JsonObject.builder().put("undone", step).build()) + "\n";
    }

    /** Reads a journal; a last line that was cut off announces a step that was not taken. */
    public static Reading<Entry> read(String text) {
        var lines = text.lines().toList();
        if (lines.isEmpty()) {
            return Reading.unknown("it is empty");
        }
        return JsonReader.readObject(lines.getFirst())
                .flatMap(header -> entry(header, more(lines), taken(lines), undone(lines)))
                .map(Reading::of)
                .orElseGet(() -> Reading.unknown("it is not a journal of this version"));
    }

    private static int taken(List<String> lines) {
        var taken = 0L;
        for (var line : lines.subList(1, lines.size())) {
            var step =
                    JsonReader.readObject(line)
                            .map(object -> object.wholeNumber("taking").orElse(-1));
            taken = Math.max(taken, step.orElse(-1L) + 1);
        }
        return (int) Math.min(taken, Integer.MAX_VALUE);
    }

    private static SortedSet<Integer> undone(List<String> lines) {
        var undone = new TreeSet<Integer>();
        for (var line : lines.subList(1, lines.size())) {
            JsonReader.readObject(line)
                    .map(object -> object.wholeNumber("undone"))
                    .filter(OptionalLong::isPresent)
                    .ifPresent(number -> undone.add((int) number.getAsLong()));
        }
        return undone;
    }

    /** What follows preparations. */
    private static List<JsonObject> more(List<String> lines) {
        var more = new ArrayList<JsonObject>();
        for (var line : lines.subList(1, lines.size())) {
            JsonReader.readObject(line)
                    .filter(object -> object.array(STEPS).isPresent())
                    .ifPresent(more::add);
        }
        return more;
    }

    private static Optional<Entry> entry(
            JsonObject header, List<JsonObject> more, int taken, SortedSet<Integer> undone) {
        var request = header.string("request");
        var whenInterrupted =
                header.string("whenInterrupted").flatMap(JournalText::whenInterrupted);
        var steps = header.array(STEPS).flatMap(JournalText::steps).map(ArrayList::new);
        var isPreparation = header.truth(PREPARATION).orElse(false);
        for (var next : more) {
            var following = next.array(STEPS).flatMap(JournalText::steps);
            if (following.isEmpty()) {
                return Optional.empty();
            }
            steps.ifPresent(all -> all.addAll(following.get()));
            isPreparation = next.truth(PREPARATION).orElse(false);
        }
        if (request.isEmpty() || whenInterrupted.isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        if (taken > steps.get().size()) {
            return Optional.empty();
        }
        var scope = new TreeSet<String>();
        for (var item : header.array("scope").map(JsonArray::items).orElse(List.of())) {
            if (item instanceof JsonString(var name)) {
                scope.add(name);
            }
        }
        var plan = new Plan(steps.get(), whenInterrupted.get(), List.of(), isPreparation);
        return Optional.of(new Entry(request.get(), scope, plan, taken, undone));
    }

    private static Optional<Plan.WhenInterrupted> whenInterrupted(String name) {
        for (var value : Plan.WhenInterrupted.values()) {
            if (value.name().equals(name)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** All of them or none: half a plan must not be carried out. */
    private static Optional<List<Step>> steps(JsonArray array) {
        var steps = new ArrayList<Step>();
        for (var item : array.items()) {
            if (item instanceof JsonObject object) {
                StepJson.read(object).ifPresent(steps::add);
            }
        }
        return steps.size() == array.items().size() ? Optional.of(steps) : Optional.empty();
    }
}

package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Treated;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.plan.Step;
import vgpuctl.operations.Answer;

/** Leftovers as JSON. */
final class LeftoversJson {

    private LeftoversJson() {}

    static JsonObject write(Answer.Leftovers answer) {
        return JsonObject.builder()
                .put("leftovers", array(answer.found(), LeftoversJson::treated))
                .put("notes", answer.notes())
                .build();
    }

    static JsonObject write(Answer.CleanedUp answer) {
        return JsonObject.builder()
                .put("gone", array(answer.gone(), leftover -> leftover(leftover).build()))
                .put("left", array(answer.left(), LeftoversJson::treated))
                .put("notes", answer.notes())
                .build();
    }

    private static JsonObject treated(Treated treated) {
        var json = leftover(treated.leftover());
        return switch (treated) {
            case Treated.Removable(_, var plan) ->
                    json.put("steps", array(plan.steps(), LeftoversJson::step)).build();
            case Treated.Left(_, var why) ->
                    json.put("reason", why.reason()).put("wayOut", why.wayOut()).build();
        };
    }

    private static JsonObject.Builder leftover(Leftover leftover) {
        return JsonObject.builder()
                .put("kind", leftover.kind())
                .put("about", leftover.words())
                .put("evidence", leftover.evidence());
    }

    private static JsonObject step(Step step) {
        var json = JsonObject.builder().put("words", step.words());
        StepJson.write(step).members().forEach(json::put);
        return json.put("reversible", step instanceof Step.Reversible).build();
    }

    private static <T> JsonArray array(List<T> items, Function<? super T, ? extends Json> write) {
        var array = new ArrayList<Json>();
        items.forEach(item -> array.add(write.apply(item)));
        return new JsonArray(array);
    }
}

package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vgpuctl.core.fit.CardChange;
import vgpuctl.core.fit.Creatable;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Given;
import vgpuctl.core.fit.Seat;
import vgpuctl.core.fit.Way;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.plan.WhatIf;

/** What it would take to make some vGPUs, as JSON. */
final class FitJson {

    private FitJson() {}

    static JsonObject outcome(WhatIf.Outcome outcome) {
        return switch (outcome.fit()) {
            case Fit.Fits(var given, var changes, var creatable) ->
                    JsonObject.builder()
                            .put("fits", true)
                            .put("vgpus", array(given, FitJson::given))
                            .put("changes", array(changes, FitJson::change))
                            .put("creatableAfterwards", array(creatable, FitJson::creatable))
                            .build();
            case Fit.Misfit(var reasons) -> {
                var all = new ArrayList<>(reasons);
                all.addAll(outcome.host().left());
                yield JsonObject.builder()
                        .put("fits", false)
                        .put("reasons", array(all, FitJson::reason))
                        .put("ways", array(outcome.ways(), FitJson::way))
                        .build();
            }
        };
    }

    private static JsonObject given(Given given) {
        var json =
                JsonObject.builder()
                        .put("type", given.type().token())
                        .put("gpu", given.card())
                        .putIfPresent("vm", given.vm());
        seat(json, given.seat());
        return json.put("why", given.why()).build();
    }

    private static void seat(JsonObject.Builder json, Seat seat) {
        switch (seat) {
            case Seat.EqualSize() -> json.put("mode", "equal-size");
            case Seat.MixedSize(var id) -> json.put("mode", "mixed-size").put("placementId", id);
            case Seat.OnInstance(var instance, var created) ->
                    json.put("mode", "mig")
                            .put("instance", instance(instance))
                            .put("instanceIsNew", created);
        }
    }

    private static JsonObject instance(GpuInstance instance) {
        return JsonObject.builder()
                .put("profile", instance.profile().name())
                .put("start", instance.start())
                .build();
    }

    private static JsonObject change(CardChange change) {
        return JsonObject.builder()
                .put("gpu", change.card())
                .put("before", change.before().word())
                .put("mode", change.mode().word())
                .put("destroyed", array(change.destroyed(), FitJson::instance))
                .put("created", array(change.created(), FitJson::instance))
                .build();
    }

    private static JsonObject creatable(Creatable creatable) {
        return JsonObject.builder()
                .put("gpu", creatable.card())
                .put("type", creatable.type().token())
                .put("count", creatable.count())
                .build();
    }

    private static JsonObject reason(Fit.Reason reason) {
        return JsonObject.builder()
                .put("about", reason.about())
                .put("reason", reason.sentence())
                .build();
    }

    private static JsonObject way(Way way) {
        return JsonObject.builder()
                .put("kind", way.getClass().getSimpleName())
                .put("words", way.words())
                .build();
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> write) {
        var array = new ArrayList<Json>();
        items.forEach(item -> array.add(write.apply(item)));
        return new JsonArray(array);
    }
}

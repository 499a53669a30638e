package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.MoveJson;
import vgpuctl.core.fleet.place.Relocation.Left;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** What is moved, and what stays, as JSON. */
public final class RelocationJson {

    private RelocationJson() {}

    /** A plan: nothing of it is done. */
    public static JsonObject.Builder planned(Relocation plan) {
        return of(false, plan.moves(), plan.left());
    }

    /** For whoever has more to say of it. */
    public static JsonObject.Builder of(boolean isDone, List<Move> moves, List<Left> left) {
        var stays = new ArrayList<Json>();
        for (var one : left) {
            stays.add(
                    JsonObject.builder()
                            .put("claim", one.claim())
                            .putIfPresent("vm", one.vm())
                            .put("why", one.why())
                            .build());
        }
        return JsonObject.builder()
                .put("done", isDone)
                .put("moves", new JsonArray(moves.stream().<Json>map(MoveJson::of).toList()))
                .put("left", new JsonArray(stays));
    }
}

package vgpuctl.core.fleet;

import java.util.Locale;
import vgpuctl.core.json.JsonObject;

/** A move as JSON. */
public final class MoveJson {

    private MoveJson() {}

    public static JsonObject of(Move move) {
        return JsonObject.builder()
                .put("claim", move.claim())
                .putIfPresent("vm", move.vm())
                .put("vgpu", move.vgpu().toString())
                .put("type", move.type().token())
                .put("from", place(move.from()))
                .put("to", place(move.to()))
                .put("interrupts", move.interrupts().name().toLowerCase(Locale.ROOT))
                .build();
    }

    /** The placement id only where there is one: in mixed-size mode. */
    public static JsonObject place(Move.Place place) {
        var json =
                JsonObject.builder()
                        .put("host", place.host())
                        .put("gpu", place.gpu())
                        .put("mode", place.mode().word());
        return place.placementId() < 0
                ? json.build()
                : json.put("placement", place.placementId()).build();
    }
}

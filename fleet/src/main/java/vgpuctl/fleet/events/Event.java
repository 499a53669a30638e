package vgpuctl.fleet.events;

import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.json.JsonObject;

/**
 * Something that changed.
 *
 * @param host that it is about; of a claim that moves, the one that it moves to
 * @param sentence without a full stop
 */
public record Event(Kind kind, String host, Optional<String> claim, String sentence) {

    /** What sort of thing. */
    public enum Kind {
        JOINED,
        CHANGED,
        LEFT,
        HEARD,
        LOST,
        CORDONED,
        UNCORDONED,
        PROBLEM,
        SOLVED,
        GRANTED,
        CARRIED_OUT,
        ON_ITS_WAY,
        TAKEN_BACK,
        MOVED,
        RELEASED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * As one object.
     *
     * @param time at which it was seen, in words of ISO 8601
     */
    public JsonObject toJson(String time) {
        return JsonObject.builder()
                .put("time", time)
                .put("event", kind.word())
                .put("host", host)
                .putIfPresent("claim", claim)
                .put("sentence", sentence)
                .build();
    }
}

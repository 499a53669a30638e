package vgpuctl.fleet.documents;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;

/**
 * Which hosts carry a claim.
 *
 * @param hosts all that do; while it is on its way both of them
 * @param way there while it is on its way
 */
public record ClaimKey(List<String> hosts, Optional<Way> way) {

    /**
     * A claim on its way to another place.
     *
     * @param from the host whose it is until it has arrived
     * @param to the same host where it changes its GPU
     * @param mover who goes on with it, as long as its own key is there
     */
    public record Way(String from, String to, Phase phase, String mover) {

        public boolean isWithin() {
            return from.equals(to);
        }
    }

    /** How far it is. */
    public enum Phase {
        /** The other host makes its vGPUs; the VM knows nothing of it. */
        PREPARED,
        /** The hook was told to move the VM: only the hook knows where that is. */
        HANDED,
        /** The hook was told to stop the VM, whose vGPUs are where they were. */
        STOPPING,
        /** The vGPUs go to another GPU, and then the hook starts the VM. */
        STARTING;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Phase of(String word) {
            for (var phase : values()) {
                if (phase.word().equals(word)) {
                    return phase;
                }
            }
            // A later version's: nothing is taken back that somebody may have begun.
            return HANDED;
        }
    }

    public ClaimKey {
        hosts = List.copyOf(hosts);
    }

    /** Of a claim that stays where it is. */
    public ClaimKey(List<String> hosts) {
        this(hosts, Optional.empty());
    }

    /** Of a claim that is on its way. */
    public static ClaimKey on(Way way) {
        return new ClaimKey(
                way.isWithin() ? List.of(way.from) : List.of(way.from, way.to), Optional.of(way));
    }

    public String write() {
        var json = JsonObject.builder().put("hosts", hosts);
        way.ifPresent(its ->
                json.put(
                        "way",
                        JsonObject.builder()
                                .put("from", its.from)
                                .put("to", its.to)
                                .put("phase", its.phase.word())
                                .put("mover", its.mover)
                                .build()));
        return JsonWriter.compact(json.build());
    }

    /** No hosts where the text is not ours. */
    public static ClaimKey read(String text) {
        var json = JsonReader.readObject(text);
        return new ClaimKey(
                json
                        .flatMap(object -> object.array("hosts"))
                        .map(JsonArray::items)
                        .orElse(List.of())
                        .stream()
                        .filter(JsonString.class::isInstance)
                        .map(item -> ((JsonString) item).value())
                        .toList(),
                json.flatMap(object -> object.object("way")).map(ClaimKey::way));
    }

    private static Way way(JsonObject json) {
        return new Way(
                json.string("from").orElse(""),
                json.string("to").orElse(""),
                Phase.of(json.string("phase").orElse("")),
                json.string("mover").orElse(""));
    }
}

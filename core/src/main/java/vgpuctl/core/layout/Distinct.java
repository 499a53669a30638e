package vgpuctl.core.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Position;

/** What may be in a layout once only, and where it was first. */
final class Distinct {

    /** More than the largest host has; each of them takes memory here. */
    private static final int MOST_VGPUS = 10_000;

    private final Mistakes mistakes;
    private final Map<Object, Position> seen = new HashMap<>();
    private int vgpus;

    Distinct(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void gpu(Position at, GpuSelector gpu) {
        once(at, "GPU", gpu);
    }

    void uuid(Position at, UUID uuid) {
        once(at, "UUID", uuid);
    }

    /** All names of one entry; only the first that is there already is told. */
    void names(Position at, List<String> names) {
        for (var name : names) {
            if (!once(at, "name", name)) {
                return;
            }
        }
    }

    /** Whether that many more are still accepted. */
    boolean admits(Position at, int count) {
        var before = vgpus;
        vgpus = Math.min(vgpus + count, MOST_VGPUS + 1);
        if (vgpus <= MOST_VGPUS) {
            return true;
        }
        if (before <= MOST_VGPUS) {
            mistakes.add(
                    at,
                    "more than " + MOST_VGPUS + " vGPUs in one layout",
                    "write a layout for each host");
        }
        return false;
    }

    private boolean once(Position at, String what, Object value) {
        var first = seen.putIfAbsent(value, at);
        if (first == null) {
            return true;
        }
        mistakes.add(
                at,
                "the " + what + " " + value + " is given twice",
                "it is also at " + first + ": change or remove one of them");
        return false;
    }
}

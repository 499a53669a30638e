package vgpuctl.core.cleanup;

import java.util.List;

/**
 * What was found, in the order in which it is taken away.
 *
 * @param notes what could not be judged, and why, a sentence each
 */
public record Leftovers(List<Leftover> all, List<String> notes) {

    public Leftovers {
        all = List.copyOf(all);
        notes = List.copyOf(notes);
    }
}

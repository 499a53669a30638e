package vgpuctl.fleet.store;

import java.util.List;

/**
 * Entries at one moment.
 *
 * @param revision the last change of the whole store that is in it
 */
public record Listing(List<Entry> entries, long revision) {

    public Listing {
        entries = List.copyOf(entries);
    }
}

package vgpuctl.core.mig;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tries every way to place instances beside those that are there, and keeps the best: the one after
 * which most instances of the largest profile could still be created, then of the next, and so on.
 * At most seven instances with at most seven starts each: there is no need to be clever.
 */
final class MigSearch {

    private final List<MigProfile> wish;
    private Optional<MigGeometry> best = Optional.empty();
    private int[] mostRoom = new int[0];

    private MigSearch(List<MigProfile> wish) {
        this.wish = wish;
    }

    /** The geometry with the wished instances; empty where they do not fit. */
    static Optional<MigGeometry> placements(MigGeometry from, Collection<MigProfile> wish) {
        var search = new MigSearch(wish.stream().sorted(MigProfile::largestFirst).toList());
        var wanted = search.wish.stream().mapToInt(MigProfile::size).sum();
        if (wanted <= from.card().positions() - from.taken()) {
            search.place(from, 0, 0);
        }
        return search.best;
    }

    /** Places the wish from an index on; instances of one profile in the order of their starts. */
    private void place(MigGeometry at, int index, int firstStart) {
        if (index == wish.size()) {
            compare(at);
            return;
        }
        var profile = wish.get(index);
        for (var start : at.creatable(profile)) {
            if (start >= firstStart) {
                var instance = new GpuInstance(profile, start);
                place(at.with(instance), index + 1, nextFirst(index, instance));
            }
        }
    }

    private int nextFirst(int index, GpuInstance placed) {
        var isRepeated = index + 1 < wish.size() && wish.get(index + 1).equals(placed.profile());
        return isRepeated ? placed.end() : 0;
    }

    private void compare(MigGeometry found) {
        var room = found.room();
        if (best.isEmpty() || Arrays.compare(room, mostRoom) > 0) {
            best = Optional.of(found);
            mostRoom = room;
        }
    }
}

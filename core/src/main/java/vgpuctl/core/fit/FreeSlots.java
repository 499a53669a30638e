package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.placement.Placement;

/** The places in a mixed-size card's frame buffer that nothing on it overlaps. */
final class FreeSlots {

    /** A placement of a kind. */
    record Slot(int kind, int start, int end) {

        private static int byPlace(Slot left, Slot right) {
            var byStart = Integer.compare(left.start, right.start);
            return byStart != 0 ? byStart : Integer.compare(right.end, left.end);
        }

        private boolean overlaps(Placement taken) {
            return start < taken.end() && taken.id() < end;
        }
    }

    private final List<Slot> slots;
    private final List<List<Slot>> from;
    private final int region;
    private final long[] weights;
    private final long[][] roomFrom;

    FreeSlots(Options options, int region, List<Placement> taken) {
        var found = new ArrayList<Slot>();
        for (var k : options.timeSliced()) {
            addOfKind(k, options.kind(k), region, taken, found);
        }
        found.sort(Slot::byPlace);
        slots = List.copyOf(found);
        this.region = region;
        from = byStart();
        weights = Weights.of(options.kinds(), counts(options.kinds().size(), 0, region));
        roomFrom = new long[region + 1][0];
    }

    private static void addOfKind(
            int number, Kind kind, int region, List<Placement> taken, List<Slot> found) {
        if (kind.slice() instanceof Slice.OfGpu(_, var ids)) {
            for (var id : ids) {
                var slot = new Slot(number, id, id + kind.sizeGib());
                if (slot.end <= region && taken.stream().noneMatch(slot::overlaps)) {
                    found.add(slot);
                }
            }
        }
    }

    /** Those that begin at a place or behind it, by place; of equal ones the largest first. */
    List<Slot> from(int place) {
        return from.get(place);
    }

    private List<List<Slot>> byStart() {
        var found = new ArrayList<List<Slot>>();
        var first = 0;
        for (var place = 0; place <= region; place++) {
            while (first < slots.size() && slots.get(first).start < place) {
                first++;
            }
            found.add(slots.subList(first, slots.size()));
        }
        return found;
    }

    /** How many slots of each kind lie within a gap, added to what was counted. */
    void count(int from, int to, int[] counts) {
        for (var slot : slots) {
            if (slot.start >= from && slot.end <= to) {
                counts[slot.kind]++;
            }
        }
    }

    private int[] counts(int kinds, int from, int to) {
        var counts = new int[kinds];
        count(from, to, counts);
        return counts;
    }

    /** The same as one number that ranks gaps: the larger kinds first. */
    long room(int from, int to) {
        if (roomFrom[from].length == 0) {
            roomFrom[from] = roomFrom(from);
        }
        return roomFrom[from][to];
    }

    private long[] roomFrom(int from) {
        var row = new long[region + 1];
        for (var slot : slots) {
            if (slot.start >= from) {
                row[slot.end] += weights[slot.kind];
            }
        }
        for (var to = 1; to <= region; to++) {
            row[to] += row[to - 1];
        }
        return row;
    }
}

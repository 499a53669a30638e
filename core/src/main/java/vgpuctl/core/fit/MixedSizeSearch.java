package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fit.FreeSlots.Slot;
import vgpuctl.core.placement.Placement;

/**
 * Sizes mixed on one card. Fills the frame buffer from its beginning on and remembers what it found
 * for each end of the last vGPU and each multiset that is still to come: there are no more
 * situations than ends times multisets, so it ends.
 */
final class MixedSizeSearch implements ModeSearch {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int MIB_PER_GIB = 1024;

    private final Options options;
    private final ItemClasses classes;
    private final int region;
    private final FreeSlots free;
    private final LongTable known = new LongTable();
    private long[] costs = new long[64];
    private long[] rooms = new long[64];
    private int size;

    MixedSizeSearch(Options options, int regionGib, List<Placement> taken) {
        this.options = options;
        classes = options.classes();
        region = regionGib;
        free = new FreeSlots(options, regionGib, taken);
    }

    @Override
    public Mode mode() {
        return Mode.MIXED_SIZE;
    }

    @Override
    public Optional<Cost> cost(long items) {
        var number = solve(0, items);
        var cost = costs[number];
        return cost == NEVER ? Optional.empty() : Optional.of(new Cost(cost, 0, 0));
    }

    /** The number under which the best way for these items behind a place is remembered. */
    private int solve(int from, long items) {
        var key = items * (region + 1) + from;
        var number = known.get(key);
        if (number != LongTable.ABSENT) {
            return number;
        }
        if (items == 0) {
            return remember(key, 0, free.room(from, region));
        }
        var best = NEVER;
        var mostRoom = 0L;
        if (isEnough(from, items)) {
            for (var slot : free.from(from)) {
                for (var c = 0; c < classes.size(); c++) {
                    if (isTaken(items, c, slot)) {
                        var rest = solve(slot.end(), items - classes.unit(c));
                        var cost = plus(slot, costs[rest]);
                        var room = free.room(from, slot.start()) + rooms[rest];
                        if (cost < best || (cost == best && cost != NEVER && room > mostRoom)) {
                            best = cost;
                            mostRoom = room;
                        }
                    }
                }
            }
        }
        return remember(key, best, mostRoom);
    }

    private boolean isEnough(int from, long items) {
        return options.leastMibOf(items) <= (long) (region - from) * MIB_PER_GIB;
    }

    private boolean isTaken(long items, int itemClass, Slot slot) {
        return options.takes(itemClass, slot.kind()) && classes.count(items, itemClass) > 0;
    }

    private long plus(Slot slot, long rest) {
        return rest == NEVER ? NEVER : rest + options.kind(slot.kind()).framebufferMib();
    }

    private int remember(long key, long cost, long room) {
        if (size == costs.length) {
            costs = Arrays.copyOf(costs, 2 * size);
            rooms = Arrays.copyOf(rooms, 2 * size);
        }
        costs[size] = cost;
        rooms[size] = room;
        known.put(key, size);
        return size++;
    }

    @Override
    public List<Seated> seats(long items) {
        var seats = new ArrayList<Seated>();
        var from = 0;
        for (var left = items; left != 0; ) {
            var seated = next(from, left);
            seats.add(seated);
            left -= classes.unit(seated.itemClass());
            from = end(seated);
        }
        return seats;
    }

    /** The lowest step that comes to the best that is known. */
    private Seated next(int from, long items) {
        var goal = solve(from, items);
        for (var slot : free.from(from)) {
            for (var c = 0; c < classes.size(); c++) {
                if (isTaken(items, c, slot)) {
                    var rest = solve(slot.end(), items - classes.unit(c));
                    if (plus(slot, costs[rest]) == costs[goal]
                            && free.room(from, slot.start()) + rooms[rest] == rooms[goal]) {
                        return new Seated(c, slot.kind(), new Seat.MixedSize(slot.start()));
                    }
                }
            }
        }
        throw new IllegalStateException("no step from " + from);
    }

    private int end(Seated seated) {
        var seat = (Seat.MixedSize) seated.seat();
        return seat.placementId() + options.kind(seated.kind()).sizeGib();
    }

    @Override
    public int[] creatable(long items) {
        var creatable = new int[options.kinds().size()];
        var from = 0;
        for (var seated : seats(items)) {
            var end = end(seated);
            free.count(from, end - options.kind(seated.kind()).sizeGib(), creatable);
            from = end;
        }
        free.count(from, region, creatable);
        return creatable;
    }
}

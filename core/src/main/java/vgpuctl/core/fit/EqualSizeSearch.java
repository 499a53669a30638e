package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fit.CardType.Slice;

/** All vGPUs of one size; on cards that mix no series, of one type. */
final class EqualSizeSearch implements ModeSearch {

    private final Options options;
    private final List<Resident> residents;

    /** The kinds that can be together, smallest first, of a group those with the least maximum. */
    private final List<List<Integer>> groups;

    EqualSizeSearch(Options options, List<Resident> residents) {
        this.options = options;
        this.residents = residents;
        groups = groups().stream().filter(this::goesWithResidents).toList();
    }

    private List<List<Integer>> groups() {
        var groups = new LinkedHashMap<Object, List<Integer>>();
        var sorted = new ArrayList<>(options.timeSliced());
        sorted.sort(this::compare);
        for (var k : sorted) {
            var kind = options.kind(k);
            Object key = kind.only().isPresent() ? kind : kind.framebufferMib();
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(k);
        }
        return List.copyOf(groups.values());
    }

    private int compare(int left, int right) {
        var bySize =
                Integer.compare(
                        options.kind(left).framebufferMib(), options.kind(right).framebufferMib());
        return bySize != 0 ? bySize : Integer.compare(most(left), most(right));
    }

    private boolean goesWithResidents(List<Integer> group) {
        if (residents.isEmpty()) {
            return true;
        }
        var kind = options.kind(group.getFirst());
        return kind.framebufferMib() == residents.getFirst().framebufferMib()
                && kind.only()
                        .map(type -> residents.stream().allMatch(r -> r.type().equals(type)))
                        .orElse(true);
    }

    private int most(int kind) {
        return options.kind(kind).slice() instanceof Slice.OfGpu slice ? slice.most() : 0;
    }

    @Override
    public Mode mode() {
        return Mode.EQUAL_SIZE;
    }

    @Override
    public Optional<Cost> cost(long items) {
        if (items == 0) {
            return Optional.of(Cost.NOTHING);
        }
        return group(items).map(group -> cost(group, options.classes().size(items)));
    }

    private Cost cost(List<Integer> group, long size) {
        return new Cost(size * options.kind(group.getFirst()).framebufferMib(), 0, 0);
    }

    private Optional<List<Integer>> group(long items) {
        return groups.stream().filter(group -> fits(group, items)).findFirst();
    }

    /** Those with the least maximum are made first: the driver counts all vGPUs against it. */
    private boolean fits(List<Integer> group, long items) {
        var placed = 0;
        var total = residents.size();
        for (var kind : group) {
            var here = 0;
            for (var c = 0; c < options.classes().size(); c++) {
                here += kindOf(c, group) == kind ? options.classes().count(items, c) : 0;
            }
            placed += here;
            total += here;
            if (here > 0 && total > most(kind)) {
                return false;
            }
        }
        return placed == options.classes().size(items);
    }

    /** Of those that an item takes, the one with the largest maximum. */
    private int kindOf(int itemClass, List<Integer> group) {
        for (var kind : group.reversed()) {
            if (options.takes(itemClass, kind)) {
                return kind;
            }
        }
        return -1;
    }

    @Override
    public int[] creatable(long items) {
        var creatable = new int[options.kinds().size()];
        var total = residents.size() + options.classes().size(items);
        var left = items == 0 ? groups : List.of(group(items).orElseThrow());
        for (var group : left) {
            for (var kind : group) {
                creatable[kind] = Math.max(0, most(kind) - total);
            }
        }
        return creatable;
    }

    @Override
    public List<Seated> seats(long items) {
        var seats = new ArrayList<Seated>();
        if (items == 0) {
            return seats;
        }
        var group = group(items).orElseThrow();
        for (var c = 0; c < options.classes().size(); c++) {
            for (var i = 0; i < options.classes().count(items, c); i++) {
                seats.add(new Seated(c, kindOf(c, group), new Seat.EqualSize()));
            }
        }
        return seats;
    }
}

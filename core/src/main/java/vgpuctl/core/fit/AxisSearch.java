package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;

/**
 * New GPU instances beside those that stay, along a card's memory axis. Remembers what it found for
 * each position, each use of what a card has only so often, and each multiset of items that is
 * still to come: there are no more situations than that, so it ends.
 */
final class AxisSearch {

    static final long NEVER = Long.MAX_VALUE;

    /** Instances count beside the frame buffer, but less: a card has at most twelve positions. */
    static final long PER_MIB = 64;

    /** One more instance, or one that stays; {@code contents} is empty where it takes no item. */
    record Step(GpuInstance instance, boolean created, List<Contents> contents) {}

    private final Options options;
    private final MigCard card;
    private final List<Cut.Instance> staying;
    private final Scarcity scarcity;
    private final List<List<Integer>> kindsOf;
    private final long[] weights;
    private final long[][] gaps;
    private final int positions;
    private final LongTable known = new LongTable();
    private long[] costs = new long[64];
    private long[] rooms = new long[64];
    private int size;

    AxisSearch(Options options, MigCard card, List<Cut.Instance> staying) {
        this.options = options;
        this.card = card;
        this.staying = staying;
        positions = card.positions();
        scarcity = new Scarcity(card, staying);
        kindsOf = card.profiles().stream().map(this::kindsOf).toList();
        weights = Weights.of(options.kinds(), most());
        gaps = gaps();
    }

    private List<Integer> kindsOf(MigProfile profile) {
        return options.ofInstances().stream()
                .filter(k -> slice(k).profile().equals(profile))
                .toList();
    }

    private int[] most() {
        var most = new int[options.kinds().size()];
        for (var k : options.ofInstances()) {
            most[k] = (slice(k).profile().starts().size() + staying.size()) * slice(k).most();
        }
        return most;
    }

    private Slice.OfInstance slice(int kind) {
        return (Slice.OfInstance) options.kind(kind).slice();
    }

    /** The frame buffer, times {@link #PER_MIB}, and the instances created; or {@link #NEVER}. */
    long cost(long items) {
        var number = solve(new At(0, 0, 0, items));
        return costs[number];
    }

    /** Ranks what can be created afterwards: the larger kinds first. */
    long room(long items) {
        var number = solve(new At(0, 0, 0, items));
        return rooms[number];
    }

    /**
     * Where the search is.
     *
     * @param next which of the staying instances comes next
     * @param used of what is scarce
     */
    private record At(int position, int next, int used, long items) {}

    private record Move(Step step, At to) {}

    private int solve(At at) {
        var key = key(at);
        var number = known.get(key);
        if (number != LongTable.ABSENT) {
            return number;
        }
        if (isEnd(at)) {
            return remember(key, 0, gap(at.position, positions));
        }
        var best = NEVER;
        var mostRoom = 0L;
        for (var move : moves(at)) {
            var rest = solve(move.to);
            var cost = costs[rest] == NEVER ? NEVER : costs[rest] + cost(move.step);
            var room = rooms[rest] + room(at, move.step);
            if (cost < best || (cost == best && cost != NEVER && room > mostRoom)) {
                best = cost;
                mostRoom = room;
            }
        }
        return remember(key, best, mostRoom);
    }

    private long key(At at) {
        var key = at.items * scarcity.codes() + at.used;
        return (key * (staying.size() + 1) + at.next) * (positions + 1) + at.position;
    }

    private boolean isEnd(At at) {
        return at.items == 0 && at.next == staying.size();
    }

    /** The steps of the best way, by place. */
    List<Step> steps(long items) {
        var steps = new ArrayList<Step>();
        var at = new At(0, 0, 0, items);
        while (!isEnd(at)) {
            var move = next(at);
            steps.add(move.step);
            at = move.to;
        }
        return steps;
    }

    private Move next(At at) {
        var goal = solve(at);
        for (var move : moves(at)) {
            var rest = solve(move.to);
            if (costs[rest] != NEVER
                    && costs[rest] + cost(move.step) == costs[goal]
                    && rooms[rest] + room(at, move.step) == rooms[goal]) {
                return move;
            }
        }
        throw new IllegalStateException("no step from " + at);
    }

    private List<Move> moves(At at) {
        var moves = new ArrayList<Move>();
        if (at.next < staying.size()) {
            addStaying(at, staying.get(at.next), moves);
        }
        if (at.items != 0) {
            for (var p = 0; p < card.profiles().size(); p++) {
                addNew(at, p, moves);
            }
        }
        return moves;
    }

    private void addStaying(At at, Cut.Instance instance, List<Move> moves) {
        var place = instance.place();
        moves.add(
                new Move(
                        new Step(place, false, List.of()),
                        new At(place.end(), at.next + 1, at.used, at.items)));
        for (var k : options.ofInstances()) {
            for (var contents : Contents.of(options, k, left(instance, k), at.items)) {
                moves.add(
                        new Move(
                                new Step(place, false, List.of(contents)),
                                new At(
                                        place.end(),
                                        at.next + 1,
                                        at.used,
                                        at.items - contents.items())));
            }
        }
    }

    /** How many vGPUs of a kind an instance that stays can still take. */
    int left(Cut.Instance instance, int kind) {
        var residents = instance.residents();
        var goes =
                !instance.held()
                        && instance.place().profile().equals(slice(kind).profile())
                        && residents.stream()
                                .allMatch(r ->
                                        r.framebufferMib() == options.kind(kind).framebufferMib());
        return goes ? Math.max(0, slice(kind).most() - residents.size()) : 0;
    }

    private void addNew(At at, int profileNumber, List<Move> moves) {
        var profile = card.profiles().get(profileNumber);
        var until = at.next < staying.size() ? staying.get(at.next).place().start() : positions;
        var used = scarcity.using(at.used, profileNumber);
        if (used == Scarcity.NOTHING_LEFT) {
            return;
        }
        for (var k : kindsOf.get(profileNumber)) {
            for (var contents : Contents.of(options, k, slice(k).most(), at.items)) {
                for (var start : profile.starts()) {
                    var place = new GpuInstance(profile, start);
                    if (start >= at.position && place.end() <= until) {
                        moves.add(
                                new Move(
                                        new Step(place, true, List.of(contents)),
                                        new At(
                                                place.end(),
                                                at.next,
                                                used,
                                                at.items - contents.items())));
                    }
                }
            }
        }
    }

    private long cost(Step step) {
        var cost = step.created ? 1L : 0L;
        for (var contents : step.contents) {
            cost += PER_MIB * contents.count() * options.kind(contents.kind()).framebufferMib();
        }
        return cost;
    }

    /** What can be created in the gap before an instance, and on what is left of it. */
    private long room(At at, Step step) {
        var room = gap(at.position, step.instance.start());
        if (!step.created) {
            var instance = staying.get(at.next);
            for (var k : options.ofInstances()) {
                room += weights[k] * left(instance, k, step.contents);
            }
            return room;
        }
        var contents = step.contents.getFirst();
        return room + weights[contents.kind()] * (slice(contents.kind()).most() - contents.count());
    }

    /** The same after it took items. */
    int left(Cut.Instance instance, int kind, List<Contents> contents) {
        if (contents.isEmpty()) {
            return left(instance, kind);
        }
        var put = contents.getFirst();
        var isItsSize =
                options.kind(kind).framebufferMib() == options.kind(put.kind()).framebufferMib();
        return isItsSize ? Math.max(0, left(instance, kind) - put.count()) : 0;
    }

    private long gap(int from, int to) {
        return gaps[from][to];
    }

    private long[][] gaps() {
        var rooms = new long[positions + 1][positions + 1];
        for (var k : options.ofInstances()) {
            var size = slice(k).profile().size();
            for (var start : slice(k).profile().starts()) {
                for (var from = 0; from <= start; from++) {
                    for (var to = start + size; to <= positions; to++) {
                        rooms[from][to] += weights[k] * slice(k).most();
                    }
                }
            }
        }
        return rooms;
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
}

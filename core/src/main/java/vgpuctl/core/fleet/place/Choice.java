package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.fleet.place.CardState.Step;

/**
 * The best way for a class of hosts to take a request.
 *
 * @param seats in the order of the vGPUs
 * @param score less is better
 */
record Choice(List<Seat> seats, double score) {

    /** A step and how bad it is. */
    record ScoredStep(Optional<Step> step, double score) {

        static final ScoredStep NONE = new ScoredStep(Optional.empty(), Double.POSITIVE_INFINITY);

        Step found() {
            return step.orElseThrow();
        }
    }

    /** A vGPU's GPU and what becomes of it. */
    record Seat(int slot, Step step) {}

    /** Differences below it are those of adding up in another order. */
    private static final double NEGLIGIBLE = 1e-6;

    /** So that room that is free but of little use is not filled up with it either. */
    private static final double MORE_THAN_FREE = 1.001;

    private static final double WASTE_COUNTS = 1e-2;
    private static final double USED_HOST_COUNTS = 1e-3;

    /** Empty where the class cannot take it. Exact: there is a choice whenever there is a way. */
    static Optional<Choice> of(HostClass hosts, Ask ask, Outlook outlook) {
        return of(hosts, new AskOfShape(ask, hosts.shape()), outlook);
    }

    /** The same, where the request was held against the shape before. */
    static Optional<Choice> of(HostClass hosts, AskOfShape asked, Outlook outlook) {
        return asked.isAllowed() && hosts.has(asked.ask().resources())
                ? new Search(hosts, asked, outlook).best()
                : Optional.empty();
    }

    static boolean isAllowed(HostShape shape, Ask ask) {
        var where = ask.where();
        return (where.groups().isEmpty()
                        || shape.group().filter(where.groups()::contains).isPresent())
                && shape.labels().entrySet().containsAll(where.labels().entrySet())
                && ask.driver().map(shape.driver()::equals).orElse(true);
    }

    static boolean isAllowed(HostShape.Slot slot, Ask ask) {
        var where = ask.where();
        return slot.unusable().isEmpty()
                && (where.models().isEmpty()
                        || where.models().contains(slot.space().model().name()))
                && (where.numa().isEmpty() || where.numa().getAsInt() == slot.numa());
    }

    private static final class Search {

        private final HostClass hosts;
        private final AskOfShape asked;
        private final Ask ask;
        private final Outlook outlook;
        private final boolean looksAtHosts;
        private final double ofHost;
        private List<Seat> best = List.of();
        private double least = Double.POSITIVE_INFINITY;

        private Search(HostClass hosts, AskOfShape asked, Outlook outlook) {
            this.hosts = hosts;
            this.asked = asked;
            this.ask = asked.ask();
            this.outlook = outlook;
            looksAtHosts = outlook.looksAtHosts() && ask.policy() == PlacementPolicy.PACK;
            ofHost = ofHost();
        }

        private Optional<Choice> best() {
            if (ask.count() == 0) {
                take(List.of(), hosts.cards());
            } else if (ask.count() == 1) {
                single();
            } else {
                several();
            }
            return least == Double.POSITIVE_INFINITY
                    ? Optional.empty()
                    : Optional.of(new Choice(best, least));
        }

        private void single() {
            if (looksAtHosts) {
                for (var slot = 0; slot < hosts.cards().length; slot++) {
                    singleByHost(slot);
                }
                return;
            }
            var bestSlot = -1;
            var bestStep = ScoredStep.NONE;
            for (var slot = 0; slot < hosts.cards().length; slot++) {
                if (asked.meeting(slot).length > 0) {
                    var found = asked.bestOf(hosts.cards()[slot], slot, this::bestOf);
                    if (found.score() < bestStep.score() - NEGLIGIBLE) {
                        bestStep = found;
                        bestSlot = slot;
                    }
                }
            }
            if (bestSlot >= 0) {
                takeSingle(bestSlot, bestStep.found(), bestStep.score() + ofHost);
            }
        }

        private ScoredStep bestOf(int slot) {
            var card = hosts.cards()[slot];
            var found = ScoredStep.NONE;
            for (var type : asked.meeting(slot)) {
                if (card.capacity(type) > 0) {
                    var best = card.best(type, ask.policy());
                    var score = best.score() + waste(slot, type);
                    if (score < found.score() - NEGLIGIBLE) {
                        found = new ScoredStep(Optional.of(best.step()), score);
                    }
                }
            }
            return found;
        }

        private void singleByHost(int slot) {
            if (slot > 0 && isLikeBefore(slot)) {
                return;
            }
            for (var type : asked.meeting(slot)) {
                for (var step : hosts.cards()[slot].steps(type)) {
                    takeSingle(slot, step, ofHosts(after(slot, step)) + waste(slot, step));
                }
            }
        }

        private void takeSingle(int slot, Step step, double score) {
            if (score < least - NEGLIGIBLE) {
                least = score;
                best = List.of(new Seat(slot, step));
            }
        }

        private CardState[] after(int slot, Step step) {
            var after = hosts.cards().clone();
            after[slot] = step.next();
            return after;
        }

        private boolean isLikeBefore(int slot) {
            var slots = hosts.shape().slots();
            return hosts.cards()[slot] == hosts.cards()[slot - 1]
                    && slots.get(slot).equals(slots.get(slot - 1));
        }

        private double ofHosts(CardState[] after) {
            return Fragmentation.of(
                            after,
                            HostClass.minus(hosts.freeCpu(), ask.resources().cpuMilli()),
                            HostClass.minus(hosts.freeMemory(), ask.resources().memoryMib()),
                            outlook)
                    - hosts.fragmentation(outlook);
        }

        private double ofCard(CardState before, Step step) {
            return before.score(step, ask.policy());
        }

        /**
         * What a larger type takes beyond the need is lost like what nobody can use: else nothing
         * would be in better order than a GPU that a small need has whole.
         */
        private double waste(int slot, Step step) {
            return waste(slot, step.type());
        }

        private double waste(int slot, int type) {
            if (!(ask.wanted() instanceof Wanted.Need(var mib, _))) {
                return 0;
            }
            var space = hosts.cards()[slot].space();
            var more = space.mib(type) - mib;
            return ask.policy() == PlacementPolicy.PACK
                    ? more * MORE_THAN_FREE
                    : WASTE_COUNTS * more / space.empty().freeMib();
        }

        /** Of GPUs that are as good, those of an emptier host where they are to be spread. */
        private double ofHost() {
            if (ask.policy() != PlacementPolicy.SPREAD) {
                return 0;
            }
            var sum = 0.0;
            for (var card : hosts.cards()) {
                sum += card.used();
            }
            return USED_HOST_COUNTS * sum / hosts.cards().length;
        }

        private void several() {
            var mostGained = fragmentationOfCards();
            for (var typeOfSlot : asked.families()) {
                if (waste(typeOfSlot) * ask.count() - mostGained < least) {
                    oneByOne(typeOfSlot);
                }
            }
        }

        /** No choice makes more of the free room useful than is not. */
        private double fragmentationOfCards() {
            if (ask.policy() != PlacementPolicy.PACK || looksAtHosts) {
                return Double.POSITIVE_INFINITY;
            }
            var sum = 0.0;
            for (var card : hosts.cards()) {
                sum += card.fragmentation();
            }
            return sum;
        }

        private double waste(int[] typeOfSlot) {
            for (var slot = 0; slot < typeOfSlot.length; slot++) {
                if (typeOfSlot[slot] != AskOfShape.NO_TYPE) {
                    return waste(slot, typeOfSlot[slot]);
                }
            }
            return 0;
        }

        /**
         * The best step each time, of those that leave room for the rest: so it never gets stuck.
         */
        private void oneByOne(int[] typeOfSlot) {
            var open = typeOfSlot.clone();
            var cards = hosts.cards().clone();
            var seats = new ArrayList<Seat>(ask.count());
            var room = room(open, cards);
            while (seats.size() < ask.count() && room >= ask.count() - seats.size()) {
                var next = next(open, cards, room - (ask.count() - seats.size()));
                if (next.isEmpty()) {
                    return;
                }
                var seat = next.get();
                cards[seat.slot] = seat.step.next();
                seats.add(seat);
                if (ask.where().gpus() == GpuSharing.DIFFERENT) {
                    open[seat.slot] = AskOfShape.NO_TYPE;
                }
                room = room(open, cards);
            }
            if (seats.size() == ask.count()) {
                take(seats, cards);
            }
        }

        private int room(int[] open, CardState[] cards) {
            var room = 0;
            for (var slot = 0; slot < open.length; slot++) {
                if (open[slot] != AskOfShape.NO_TYPE) {
                    var capacity = cards[slot].capacity(open[slot]);
                    var isOne = ask.where().gpus() == GpuSharing.DIFFERENT;
                    room += isOne ? Math.min(1, capacity) : capacity;
                }
            }
            return room;
        }

        /**
         * @param spare by how much more than the one vGPU room may shrink
         */
        private Optional<Seat> next(int[] open, CardState[] cards, int spare) {
            var found = Optional.<Step>empty();
            var bestSlot = -1;
            var least = Double.POSITIVE_INFINITY;
            for (var slot = 0; slot < open.length; slot++) {
                var type = open[slot];
                if (type == AskOfShape.NO_TYPE
                        || cards[slot].capacity(type) == 0
                        || (slot > 0 && cards[slot] == cards[slot - 1] && type == open[slot - 1])) {
                    continue;
                }
                var best = cards[slot].best(type, ask.policy());
                var step = best.step();
                var score = best.score();
                if (!isAffordable(cards[slot], step, spare)) {
                    var other = affordable(cards[slot], type, spare);
                    if (other.isEmpty()) {
                        continue;
                    }
                    step = other.get();
                    score = ofCard(cards[slot], step);
                }
                if (score < least - NEGLIGIBLE) {
                    least = score;
                    bestSlot = slot;
                    found = Optional.of(step);
                }
            }
            var slot = bestSlot;
            return found.map(step -> new Seat(slot, step));
        }

        private Optional<Step> affordable(CardState card, int type, int spare) {
            return Arrays.stream(card.steps(type))
                    .filter(step -> isAffordable(card, step, spare))
                    .min(Comparator.comparingDouble(step -> ofCard(card, step)));
        }

        private boolean isAffordable(CardState card, Step step, int spare) {
            return ask.where().gpus() == GpuSharing.DIFFERENT
                    || card.capacity(step.type()) - step.next().capacity(step.type()) - 1 <= spare;
        }

        private void take(List<Seat> seats, CardState[] after) {
            var score = ofHost;
            for (var seat : seats) {
                score += waste(seat.slot, seat.step);
            }
            if (looksAtHosts) {
                score += ofHosts(after);
            } else {
                var cards = hosts.cards().clone();
                for (var seat : seats) {
                    score += ofCard(cards[seat.slot], seat.step);
                    cards[seat.slot] = seat.step.next();
                }
            }
            if (score < least - NEGLIGIBLE) {
                least = score;
                best = seats;
            }
        }
    }
}

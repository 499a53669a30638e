package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** A vGPU's GPU and what becomes of it. */
    record Seat(int slot, Step step) {}

    /** Differences below it are those of adding up in another order. */
    private static final double NEGLIGIBLE = 1e-6;

    private static final double USED_HOST_COUNTS = 1e-3;

    /** Empty where the class cannot take it. Exact: there is a choice whenever there is a way. */
    static Optional<Choice> of(HostClass hosts, Ask ask, Outlook outlook) {
        var shape = hosts.shape();
        if (shape.closed().isPresent() || !hosts.has(ask.resources()) || !isAllowed(shape, ask)) {
            return Optional.empty();
        }
        return new Search(hosts, ask, outlook).best();
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
        private final Ask ask;
        private final Outlook outlook;
        private Optional<Choice> best = Optional.empty();

        private Search(HostClass hosts, Ask ask, Outlook outlook) {
            this.hosts = hosts;
            this.ask = ask;
            this.outlook = outlook;
        }

        private Optional<Choice> best() {
            if (ask.count() == 0) {
                take(List.of(), hosts.cards());
            } else if (ask.count() == 1) {
                single();
            } else {
                for (var token : tokens()) {
                    several(token);
                }
            }
            return best;
        }

        private void single() {
            var cards = hosts.cards();
            for (var slot = 0; slot < cards.length; slot++) {
                var isSeen = slot > 0 && isLikeBefore(slot);
                if (isSeen || !isAllowed(hosts.shape().slots().get(slot), ask)) {
                    continue;
                }
                for (var type : cards[slot].space().meeting(ask.wanted())) {
                    for (var step : cards[slot].steps(type)) {
                        var score = score(slot, step);
                        if (best.isEmpty() || score < best.get().score - NEGLIGIBLE) {
                            best = Optional.of(new Choice(List.of(new Seat(slot, step)), score));
                        }
                    }
                }
            }
        }

        private boolean isLikeBefore(int slot) {
            var slots = hosts.shape().slots();
            return hosts.cards()[slot] == hosts.cards()[slot - 1]
                    && slots.get(slot).equals(slots.get(slot - 1));
        }

        private double score(int slot, Step step) {
            if (!outlook.looksAtHosts() || ask.policy() != PlacementPolicy.PACK) {
                return ofCard(hosts.cards()[slot], step) + ofHost();
            }
            var after = hosts.cards().clone();
            after[slot] = step.next();
            return ofHosts(after);
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
            return switch (ask.policy()) {
                case PACK -> step.next().fragmentation() - before.fragmentation();
                case RESERVE_LARGE -> before.largeRoom() - step.next().largeRoom();
                case SPREAD ->
                        used(before)
                                + NEGLIGIBLE
                                        * 10
                                        * (step.next().fragmentation() - before.fragmentation())
                                        / before.space().model().framebufferGib();
            };
        }

        private static double used(CardState card) {
            var whole = card.space().empty().freeMib();
            return 1 - (double) card.freeMib() / whole;
        }

        /** Of GPUs that are as good, those of an emptier host where they are to be spread. */
        private double ofHost() {
            if (ask.policy() != PlacementPolicy.SPREAD) {
                return 0;
            }
            var sum = 0.0;
            for (var card : hosts.cards()) {
                sum += used(card);
            }
            return USED_HOST_COUNTS * sum / hosts.cards().length;
        }

        /** The types that may answer, by short name: all vGPUs of a request are of one. */
        private List<String> tokens() {
            var tokens = new ArrayList<String>();
            for (var slot : hosts.shape().slots()) {
                for (var type : slot.space().meeting(ask.wanted())) {
                    var offered = slot.space().model().types().get(type);
                    var mayBe = !ask.isForVm() || offered.mostPerVm() >= ask.count();
                    if (mayBe && !tokens.contains(offered.token())) {
                        tokens.add(offered.token());
                    }
                }
            }
            return tokens;
        }

        private void several(String token) {
            var all = new ArrayList<Integer>();
            for (var slot = 0; slot < hosts.cards().length; slot++) {
                if (isAllowed(hosts.shape().slots().get(slot), ask) && type(slot, token) >= 0) {
                    all.add(slot);
                }
            }
            if (!ask.where().sameNuma()) {
                among(all, token);
                return;
            }
            all.stream()
                    .map(slot -> hosts.shape().slots().get(slot).numa())
                    .distinct()
                    .forEach(node ->
                            among(all.stream().filter(slot -> isOn(slot, node)).toList(), token));
        }

        private boolean isOn(int slot, int node) {
            return hosts.shape().slots().get(slot).numa() == node;
        }

        private int type(int slot, String token) {
            var types = hosts.shape().slots().get(slot).space().model().types();
            for (var i = 0; i < types.size(); i++) {
                if (types.get(i).token().equals(token)) {
                    return i;
                }
            }
            return -1;
        }

        private void among(List<Integer> slots, String token) {
            if (ask.where().gpus() == GpuSharing.SAME) {
                slots.forEach(slot -> oneByOne(List.of(slot), token));
            } else {
                oneByOne(slots, token);
            }
        }

        /**
         * The best step each time, of those that leave room for the rest: so it never gets stuck.
         */
        private void oneByOne(List<Integer> slots, String token) {
            var open = new ArrayList<>(slots);
            var cards = hosts.cards().clone();
            var seats = new ArrayList<Seat>();
            var room = room(open, cards, token);
            while (seats.size() < ask.count()) {
                if (room < ask.count() - seats.size()) {
                    return;
                }
                var next = next(open, cards, token, room - (ask.count() - seats.size()));
                if (next.isEmpty()) {
                    return;
                }
                var seat = next.get();
                cards[seat.slot] = seat.step.next();
                seats.add(seat);
                if (ask.where().gpus() == GpuSharing.DIFFERENT) {
                    open.remove(Integer.valueOf(seat.slot));
                }
                room = room(open, cards, token);
            }
            take(seats, cards);
        }

        private int room(List<Integer> open, CardState[] cards, String token) {
            var room = 0;
            for (var slot : open) {
                room += room(cards[slot], type(slot, token));
            }
            return room;
        }

        private int room(CardState card, int type) {
            var capacity = card.capacity(type);
            return ask.where().gpus() == GpuSharing.DIFFERENT ? Math.min(1, capacity) : capacity;
        }

        private Optional<Seat> next(
                List<Integer> open, CardState[] cards, String token, int spare) {
            var found = Optional.<Seat>empty();
            var least = Double.POSITIVE_INFINITY;
            for (var slot : open) {
                var type = type(slot, token);
                for (var step : cards[slot].steps(type)) {
                    var costs = cards[slot].capacity(type) - step.next().capacity(type) - 1;
                    var isAffordable = ask.where().gpus() == GpuSharing.DIFFERENT || costs <= spare;
                    var score = ofCard(cards[slot], step);
                    if (isAffordable && score < least - NEGLIGIBLE) {
                        least = score;
                        found = Optional.of(new Seat(slot, step));
                    }
                }
            }
            return found;
        }

        private void take(List<Seat> seats, CardState[] after) {
            var score = ofHost();
            if (outlook.looksAtHosts() && ask.policy() == PlacementPolicy.PACK) {
                score += ofHosts(after);
            } else {
                var cards = hosts.cards().clone();
                for (var seat : seats) {
                    score += ofCard(cards[seat.slot], seat.step);
                    cards[seat.slot] = seat.step.next();
                }
            }
            if (best.isEmpty() || score < best.get().score - NEGLIGIBLE) {
                best = Optional.of(new Choice(seats, score));
            }
        }
    }
}

package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shares a demand out over cards. Goes from card to card and remembers, for each card and each
 * multiset of items that is still to come, the best that is possible from there: there are no more
 * situations than cards times multisets, so it ends. Cards that are alike are taken in the order of
 * their addresses, without gaps.
 */
final class HostSearch {

    /**
     * How many equally good ways are looked at for the one with the most room. What comes before
     * room in the order is compared to the end.
     */
    private static final int MOST_TIES = 20_000;

    /**
     * How many ways are looked at for a better one than is known. Only demands of a dozen different
     * kinds of vGPU come there. That there is a way is found out whatever it takes.
     */
    private static final int MOST_LOOKED = 500_000;

    /**
     * For each card in the order of the search; those that are alike follow each other and share
     * one.
     */
    private final List<CardSearch> cards;

    private final ItemClasses classes;
    private final Spread spread;
    private final boolean mayLeaveOut;
    private final int[] groupEnd;
    private final int[][] mostFrom;
    private final long[][] leastMib;
    private final long[] mostMib;
    private final List<Map<Long, Optional<Shared>>> known = new ArrayList<>();
    private int ties;
    private int looked;

    /** The best from a card on: its portion, empty where it takes nothing, and what follows. */
    static final class Shared {

        private final int card;
        private final Optional<Portion> portion;
        private final Optional<Shared> rest;
        private final Score score;
        private int[] room = new int[0];

        private Shared(int card, Optional<Portion> portion, Optional<Shared> rest, Score score) {
            this.card = card;
            this.portion = portion;
            this.rest = rest;
            this.score = score;
        }

        int card() {
            return card;
        }

        Optional<Portion> portion() {
            return portion;
        }

        Optional<Shared> rest() {
            return rest;
        }

        Score score() {
            return score;
        }

        private int[] room() {
            if (room.length == 0) {
                room = portion.map(Portion::room).orElse(room);
                if (rest.isPresent()) {
                    room = sum(room, rest.orElseThrow().room());
                }
            }
            return room;
        }

        private static int[] sum(int[] left, int[] right) {
            if (left.length == 0 || right.length == 0) {
                return left.length == 0 ? right : left;
            }
            var sum = new int[left.length];
            Arrays.setAll(sum, i -> left[i] + right[i]);
            return sum;
        }

        /** Whether it is better, for the same items on the same cards. */
        boolean isBetterThan(Shared other) {
            var byScore = score.compare(other.score);
            return byScore < 0 || (byScore == 0 && hasMoreRoomThan(other));
        }

        private boolean hasMoreRoomThan(Shared other) {
            return compareRoom(room(), other.room()) > 0;
        }
    }

    /** Where nothing is gained or lost, nothing is written down. */
    static int compareRoom(int[] left, int[] right) {
        var length = Math.max(left.length, right.length);
        return Arrays.compare(Arrays.copyOf(left, length), Arrays.copyOf(right, length));
    }

    HostSearch(List<CardSearch> cards, ItemClasses classes, Spread spread, boolean mayLeaveOut) {
        this.cards = cards;
        this.classes = classes;
        this.spread = spread;
        this.mayLeaveOut = mayLeaveOut;
        groupEnd = new int[cards.size()];
        mostFrom = new int[cards.size() + 1][classes.size()];
        leastMib = new long[cards.size() + 1][classes.size()];
        mostMib = new long[cards.size() + 1];
        Arrays.fill(leastMib[cards.size()], Long.MAX_VALUE >> 16);
        for (var i = cards.size() - 1; i >= 0; i--) {
            prepare(i);
        }
    }

    private void prepare(int i) {
        var card = cards.get(i);
        var isSame = i + 1 < cards.size() && cards.get(i + 1) == card;
        groupEnd[i] = isSame ? groupEnd[i + 1] : i + 1;
        for (var c = 0; c < classes.size(); c++) {
            mostFrom[i][c] = mostFrom[i + 1][c] + card.most(c);
            leastMib[i][c] = Math.min(leastMib[i + 1][c], card.options().leastMib(c));
        }
        mostMib[i] = Math.max(mostMib[i + 1], card.mostMib());
        known.add(new HashMap<>());
    }

    /** The best way; empty where there is none. */
    Optional<Shared> best() {
        return best(0, classes.all());
    }

    private Optional<Shared> best(int card, long items) {
        if (items == 0) {
            return Optional.of(new Shared(card, Optional.empty(), Optional.empty(), Score.NOTHING));
        }
        if (card == cards.size()) {
            return mayLeaveOut ? Optional.of(leftOut(card, classes.size(items))) : Optional.empty();
        }
        // A search goes on to later cards only, so that it never comes back to this map.
        return known.get(card)
                .computeIfAbsent(
                        items, it -> isHopeless(card, it) ? Optional.empty() : search(card, it));
    }

    private static Shared leftOut(int card, int count) {
        return new Shared(card, Optional.empty(), Optional.empty(), Score.leftOut(count));
    }

    private boolean isHopeless(int card, long items) {
        if (mayLeaveOut) {
            return false;
        }
        for (var c = 0; c < classes.size(); c++) {
            if (classes.count(items, c) > mostFrom[card][c]) {
                return true;
            }
        }
        return false;
    }

    private Optional<Shared> search(int card, long items) {
        var best = portions(card, items, 0, 0, Optional.empty());
        return better(best, card, Optional.empty(), groupEnd[card], items);
    }

    /**
     * Tries what the card can take of these items, as much as it can first: of the classes before
     * one what is taken is settled.
     */
    private Optional<Shared> portions(
            int card, long items, int itemClass, long taken, Optional<Shared> best) {
        if (best.isPresent() && !canBeat(best.orElseThrow(), atLeast(card, items))) {
            return best;
        }
        var portion = cards.get(card).portion(taken);
        if (taken != 0 && portion.isEmpty()) {
            return best;
        }
        if (itemClass == classes.size()) {
            return taken == 0 || !isAllowed(taken)
                    ? best
                    : better(best, card, portion, card + 1, items - taken);
        }
        var found = best;
        for (var n = most(card, items, itemClass); n >= 0; n--) {
            var more = taken + n * classes.unit(itemClass);
            found = portions(card, items, itemClass + 1, more, found);
        }
        return found;
    }

    private int most(int card, long items, int itemClass) {
        return Math.min(classes.count(items, itemClass), cards.get(card).most(itemClass));
    }

    private boolean isAllowed(long taken) {
        return spread != Spread.SAME_GPU || taken == classes.all();
    }

    private Optional<Shared> better(
            Optional<Shared> best, int card, Optional<Portion> portion, int next, long items) {
        looked++;
        var score = portion.map(Portion::score).orElse(Score.NOTHING);
        if (best.isPresent() && !canBeat(best.orElseThrow(), score.plus(atLeast(next, items)))) {
            return best;
        }
        return best(next, items)
                .map(rest -> shared(card, portion, rest, score))
                .filter(it -> best.isEmpty() || isBetter(it, best.orElseThrow()))
                .or(() -> best);
    }

    private static Shared shared(int card, Optional<Portion> portion, Shared rest, Score score) {
        return new Shared(card, portion, Optional.of(rest), score.plus(rest.score));
    }

    private boolean canBeat(Shared best, Score atLeast) {
        var compared = atLeast.compare(best.score);
        return looked < MOST_LOOKED && (compared < 0 || (compared == 0 && ties < MOST_TIES));
    }

    private boolean isBetter(Shared one, Shared other) {
        var compared = one.score.compare(other.score);
        if (compared == 0 && ties < MOST_TIES) {
            ties++;
            return one.hasMoreRoomThan(other);
        }
        return compared < 0;
    }

    /** No way for these items from a card on is better. */
    private Score atLeast(int card, long items) {
        if (items == 0 || (mayLeaveOut && card == cards.size())) {
            return Score.NOTHING;
        }
        var mib = 0L;
        for (var c = 0; c < classes.size(); c++) {
            var count = classes.count(items, c);
            mib += count == 0 ? 0 : count * (mayLeaveOut ? 0 : leastMib[card][c]);
        }
        var largest = Math.max(1, mostMib[card]);
        var needed = (int) Math.min(cards.size(), Math.ceilDiv(mib, largest));
        var most = Math.min(classes.size(items), cards.size() - card);
        return Score.atLeast(mib, needed, most, spread == Spread.SPREAD);
    }
}

package vgpuctl.core.fit;

/**
 * What a part of a plan costs, in the order in which it counts, packed into two numbers that can be
 * added up: the lower comes first. Room is compared after it.
 *
 * <p>{@code first}: vGPUs left out, then cards where they are to be spread, then frame buffer.
 * {@code second}: modes switched, GPU instances destroyed, empty cards cut (for spreading: not
 * cut), cards used, GPU instances created; a host has fewer than 4096 of each.
 */
record Score(long first, long second) {

    static final Score NOTHING = new Score(0, 0);

    private static final int LEFT_OUT = 48;
    private static final int CARDS_TO_SPREAD = 36;
    private static final int SWITCHED = 48;
    private static final int DESTROYED = 36;
    private static final int EMPTY_CUT = 24;
    private static final int USED = 12;

    static Score leftOut(int items) {
        return new Score((long) items << LEFT_OUT, 0);
    }

    /** For a card that takes something. */
    static Score of(ModeSearch.Cost cost, boolean isSwitched, boolean isEmpty, boolean isSpread) {
        var cards = isSpread ? 1L << CARDS_TO_SPREAD : 0;
        var emptyCut = (isSpread ? -1L : 1L) * (isEmpty ? 1 : 0);
        return new Score(
                cost.framebufferMib() - cards,
                ((isSwitched ? 1L : 0) << SWITCHED)
                        + ((long) cost.destroyed() << DESTROYED)
                        + emptyCut * (1L << EMPTY_CUT)
                        + (1L << USED)
                        + cost.created());
    }

    /** No better than this can be what still needs so much frame buffer and so many cards. */
    static Score atLeast(long framebufferMib, int cards, int mostCards, boolean isSpread) {
        var spread = isSpread ? (long) mostCards << CARDS_TO_SPREAD : 0;
        var second = isSpread ? -((long) mostCards << EMPTY_CUT) : (long) cards << USED;
        return new Score(framebufferMib - spread, second);
    }

    Score plus(Score other) {
        return new Score(first + other.first, second + other.second);
    }

    int compare(Score other) {
        var byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Long.compare(second, other.second);
    }
}

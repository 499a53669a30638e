package vgpuctl.core.fit;

import java.util.Arrays;

/** What one card takes of a demand, in the best way that it can. */
final class Portion {

    private final long items;
    private final int size;
    private final ModeSearch mode;
    private final Score score;
    private final CardSearch card;
    private int[] room = new int[0];

    Portion(CardSearch card, long items, ModeSearch mode, Score score) {
        this.card = card;
        this.items = items;
        this.mode = mode;
        this.score = score;
        size = card.options().classes().size(items);
    }

    long items() {
        return items;
    }

    int size() {
        return size;
    }

    ModeSearch mode() {
        return mode;
    }

    Score score() {
        return score;
    }

    /** How many more can be created afterwards than now, by size. */
    int[] room() {
        if (room.length == 0) {
            room = card.gain(mode, items);
        }
        return room;
    }

    /** Of two ways for the same items the better one. */
    boolean isBetterThan(Portion other) {
        var byScore = score.compare(other.score);
        return byScore < 0 || (byScore == 0 && Arrays.compare(room(), other.room()) > 0);
    }
}

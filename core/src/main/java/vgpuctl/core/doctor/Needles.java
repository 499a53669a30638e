package vgpuctl.core.doctor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many literal words in bytes at once, after Wu and Manber: three bytes of the text, looked
 * up in one table, say how far none of the words can begin. Most bytes are never looked at.
 */
final class Needles {

    /** The least length; the longer, the farther the leaps. */
    static final int LEAST = 7;

    private static final int BLOCK = 3;
    private static final int BITS = 15;

    /** Bytes that most lines have; words are told by others where they have them. */
    private static final String COMMON = " etaoinsrhldcum:.-0123456789";

    private final byte[][] words;
    private final int[] windows;
    private final byte[] leaps = new byte[1 << BITS];
    private final short[] firstOf = new short[1 << BITS];
    private final short[] nextOf;

    Needles(List<String> words) {
        this.words = new byte[words.size()][];
        this.windows = new int[words.size()];
        this.nextOf = new short[words.size()];
        Arrays.fill(leaps, (byte) (LEAST - BLOCK + 1));
        Arrays.fill(firstOf, (short) -1);
        for (var i = 0; i < words.size(); i++) {
            add(i, words.get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(int number, byte[] word) {
        if (word.length < LEAST) {
            throw new IllegalArgumentException("too short to be looked for: " + number);
        }
        words[number] = word;
        var window = rarest(word);
        windows[number] = window;
        for (var at = 0; at <= LEAST - BLOCK; at++) {
            var hash = hash(word, window + at + BLOCK - 1);
            leaps[hash] = (byte) Math.min(leaps[hash], LEAST - BLOCK - at);
        }
        var last = hash(word, window + LEAST - 1);
        nextOf[number] = firstOf[last];
        firstOf[last] = (short) number;
    }

    /** Where those seven bytes begin that other text has least often. */
    private static int rarest(byte[] word) {
        var best = 0;
        var least = Integer.MAX_VALUE;
        for (var from = 0; from + LEAST <= word.length; from++) {
            var common = 0;
            for (var i = from; i < from + LEAST; i++) {
                // The end of the window is what is looked at first.
                common += (COMMON.indexOf(word[i]) >= 0 ? 1 : 0) * (1 + i - from);
            }
            if (common < least) {
                least = common;
                best = from;
            }
        }
        return best;
    }

    private static int hash(byte[] bytes, int last) {
        return (bytes[last - 2] << 10 ^ bytes[last - 1] << 5 ^ bytes[last]) & ((1 << BITS) - 1);
    }

    int count() {
        return words.length;
    }

    /** A search through bytes. */
    final class Search {

        private final byte[] bytes;
        private final int to;
        private final int from;
        private int at;
        private short candidate = -1;
        private int start;

        /** Through the bytes from the first, included, to the last, excluded. */
        Search(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            this.at = from + LEAST - 2;
        }

        /** The number of the next word that is there, or -1. */
        int next() {
            while (true) {
                while (candidate >= 0) {
                    var number = candidate;
                    candidate = nextOf[number];
                    if (isHere(number)) {
                        return number;
                    }
                }
                at = leap(at + 1);
                if (at >= to) {
                    return -1;
                }
                candidate = firstOf[hash(bytes, at)];
            }
        }

        /** In locals: the launcher's compiler loads a field anew for each byte. */
        private int leap(int first) {
            var text = bytes;
            var table = leaps;
            var end = to;
            var i = first;
            while (i < end) {
                var leap = table[hash(text, i)];
                if (leap == 0) {
                    return i;
                }
                i += leap;
            }
            return end;
        }

        private boolean isHere(int number) {
            var word = words[number];
            start = at - windows[number] - LEAST + 1;
            return start >= from
                    && start + word.length <= to
                    && Arrays.equals(bytes, start, start + word.length, word, 0, word.length);
        }

        /** Where the word that was found last begins. */
        int start() {
            return start;
        }

        /** Goes on behind a place. */
        void skipTo(int place) {
            candidate = -1;
            at = Math.max(at, place + LEAST - 2);
        }
    }
}

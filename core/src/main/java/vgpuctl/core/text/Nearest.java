package vgpuctl.core.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known words that somebody who mistyped one may have meant. */
public final class Nearest {

    private static final int MOST = 3;

    /** Nobody mistypes more; comparing takes room for the product of both lengths. */
    private static final int LONGEST = 64;

    private Nearest() {}

    /** Up to three of the candidates, nearest first; none that is not like the word typed. */
    public static List<String> to(String typed, Collection<String> candidates) {
        if (typed.length() > LONGEST) {
            return List.of();
        }
        var wanted = typed.toLowerCase(Locale.ROOT);
        var most = wanted.length() < 3 ? 1 : 1 + wanted.length() / 4;
        record Near(String word, int distance) {}
        var near = new ArrayList<Near>();
        for (var candidate : candidates) {
            var distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance <= most) {
                near.add(new Near(candidate, distance));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::word));
        return near.stream().map(Near::word).distinct().limit(MOST).toList();
    }

    /** A beginning of a word counts as one slip, whatever its length. */
    private static int distance(String typed, String word) {
        return Math.min(
                edits(typed, word),
                typed.length() > 1 && word.startsWith(typed) ? 1 : Integer.MAX_VALUE);
    }

    /** Letters added, left out, changed, or exchanged with their neighbour. */
    static int edits(String a, String b) {
        var edits = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : edits(a, b, edits, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int edits(String a, String b, int[][] edits, int i, int j) {
        var changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var least =
                Math.min(
                        edits[i - 1][j - 1] + changed,
                        Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        var exchanged =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}

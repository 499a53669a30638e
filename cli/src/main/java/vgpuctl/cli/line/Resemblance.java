package vgpuctl.cli.line;

import java.util.List;
import java.util.Optional;

/** Which of the words that exist somebody may have meant. */
final class Resemblance {

    /** Nobody mistypes more; comparing takes room for the product of both lengths. */
    private static final int LONGEST = 64;

    private Resemblance() {}

    /** The word most like the one typed, where any is like it. */
    static Optional<String> closest(String typed, List<String> words) {
        Optional<String> closest = Optional.empty();
        if (typed.length() > LONGEST) {
            return closest;
        }
        var least = typed.length() < 3 ? 2 : 2 + typed.length() / 4;
        for (var word : words) {
            var distance = distance(typed, word);
            if (distance < least) {
                least = distance;
                closest = Optional.of(word);
            }
        }
        return closest;
    }

    /** A beginning of a word counts as one slip, whatever its length. */
    private static int distance(String typed, String word) {
        return typed.length() > 1 && word.startsWith(typed) ? 1 : edits(typed, word);
    }

    /** Letters added, left out, changed, or exchanged with their neighbour. */
    private static int edits(String a, String b) {
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

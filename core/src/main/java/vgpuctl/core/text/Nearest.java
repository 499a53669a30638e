package vgpuctl.core.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known words nearest to a mistyped one, for «did you mean». */
public final class Nearest {

    private static final int MOST = 3;

    private Nearest() {}

    /** Up to three candidates, nearest first; none that shares too little with the text to help. */
    public static List<String> to(String text, Collection<String> candidates) {
        var wanted = text.toLowerCase(Locale.ROOT);
        record Scored(String word, int distance) {}
        var scored = new ArrayList<Scored>();
        for (var candidate : candidates) {
            var distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance <= Math.max(2, wanted.length() / 2)) {
                scored.add(new Scored(candidate, distance));
            }
        }
        scored.sort(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word));
        return scored.stream().map(Scored::word).distinct().limit(MOST).toList();
    }

    /** Edits between two words (Levenshtein): insert, delete or replace one character. */
    static int distance(String left, String right) {
        var previous = new int[right.length() + 1];
        for (var j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var current = new int[right.length() + 1];
            current[0] = i;
            for (var j = 1; j <= right.length(); j++) {
                var replaced =
                        previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}

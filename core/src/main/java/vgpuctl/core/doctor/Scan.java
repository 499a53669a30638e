package vgpuctl.core.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The lines of a piece of a text that some rule wants to see. */
public final class Scan {

    /** Of a longer line, what a rule sees begins this far before the words. */
    private static final int BEFORE = 1024;

    private static final int LONGEST = 4096;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final List<Found> found = new ArrayList<>();
    private final int lines;

    /**
     * A line, and who wants it.
     *
     * @param line how many end before it in the piece
     * @param start of the line in the piece
     * @param end of the line, excluded
     */
    record Found(int line, int start, int end, String text, BitSet wanted) {}

    Scan(byte[] bytes, int from, int to, Needles needles, BitSet[] wantedBy) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        var ended = 0;
        var counted = from;
        var search = needles.new Search(bytes, from, to);
        while (search.next() >= 0) {
            var place = search.start();
            var start = lineStart(place);
            var end = lineEnd(place);
            var wanted = new BitSet();
            var all = needles.new Search(bytes, start, end);
            for (var number = all.next(); number >= 0; number = all.next()) {
                wanted.or(wantedBy[number]);
            }
            search.skipTo(end);
            ended += ends(counted, start);
            counted = start;
            found.add(new Found(ended, start, end, text(start, end, place), wanted));
        }
        lines = ended + ends(counted, to);
    }

    List<Found> found() {
        return found;
    }

    /** How many lines end in it. */
    int lines() {
        return lines;
    }

    /** Whether its last line does not. */
    boolean isCut() {
        return to > from && bytes[to - 1] != '\n';
    }

    /** The line before it, where that is in the piece. */
    Optional<String> before(Found line) {
        return line.start > from ? Optional.of(whole(line.start - 1)) : Optional.empty();
    }

    /** The line behind it, where that is in the piece. */
    Optional<String> after(Found line) {
        return line.end + 1 < to ? Optional.of(whole(line.end + 1)) : Optional.empty();
    }

    private String whole(int place) {
        var start = lineStart(place);
        return text(start, lineEnd(place), start);
    }

    private int lineStart(int place) {
        var start = place;
        while (start > from && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private int lineEnd(int place) {
        var end = place;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private String text(int start, int end, int place) {
        var first = end - start > LONGEST ? Math.max(start, place - BEFORE) : start;
        var last = Math.min(end, first + LONGEST);
        if (last > first && bytes[last - 1] == '\r') {
            last--;
        }
        return new String(bytes, first, last - first, StandardCharsets.UTF_8);
    }

    private int ends(int first, int end) {
        var ended = 0;
        var text = bytes;
        for (var i = first; i < end; i++) {
            if (text[i] == '\n') {
                ended++;
            }
        }
        return ended;
    }
}

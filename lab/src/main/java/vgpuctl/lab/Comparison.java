package vgpuctl.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what was expected with what came. */
final class Comparison {

    private final List<String> expected;
    private final List<String> actual;
    private final Captures captures;

    Comparison(List<String> expected, List<String> actual, Captures captures) {
        this.expected = List.copyOf(expected);
        this.actual = List.copyOf(actual);
        this.captures = captures;
    }

    /** The captures afterwards, if all of it matches. */
    Optional<Captures> match() {
        return match(0, 0, captures);
    }

    private Optional<Captures> match(int expectedFrom, int actualFrom, Captures known) {
        var all = known;
        for (var i = 0; expectedFrom + i < expected.size(); i++) {
            var line = expected.get(expectedFrom + i);
            if (line.equals(LinePattern.GAP)) {
                return afterGap(expectedFrom + i + 1, actualFrom + i, all);
            }
            if (actualFrom + i >= actual.size()) {
                return Optional.empty();
            }
            var caught = LinePattern.of(line, all).match(actual.get(actualFrom + i));
            if (caught.isEmpty()) {
                return Optional.empty();
            }
            all = all.with(caught.get());
        }
        var left = actual.size() - actualFrom - (expected.size() - expectedFrom);
        return left == 0 ? Optional.of(all) : Optional.empty();
    }

    private Optional<Captures> afterGap(int expectedFrom, int actualFrom, Captures known) {
        for (var skipTo = actualFrom; skipTo <= actual.size(); skipTo++) {
            var rest = match(expectedFrom, skipTo, known);
            if (rest.isPresent()) {
                return rest;
            }
        }
        return Optional.empty();
    }

    /** A line of both sides put beside each other. */
    sealed interface Row {
        record Same(String expected, String actual) implements Row {}

        record Missing(String expected) implements Row {}

        record Extra(String actual) implements Row {}
    }

    /** The two texts line by line, with as many lines in common as can be. */
    List<Row> rows() {
        var common = commonCounts();
        var rows = new ArrayList<Row>();
        var e = 0;
        var a = 0;
        while (e < expected.size() || a < actual.size()) {
            if (e < expected.size() && a < actual.size() && same(e, a)) {
                rows.add(new Row.Same(expected.get(e++), actual.get(a++)));
            } else if (a == actual.size()
                    || (e < expected.size() && common[e + 1][a] >= common[e][a + 1])) {
                rows.add(new Row.Missing(expected.get(e++)));
            } else {
                rows.add(new Row.Extra(actual.get(a++)));
            }
        }
        return rows;
    }

    /** For each pair of places the number of lines in common after them. */
    private int[][] commonCounts() {
        var common = new int[expected.size() + 1][actual.size() + 1];
        for (var e = expected.size() - 1; e >= 0; e--) {
            for (var a = actual.size() - 1; a >= 0; a--) {
                common[e][a] =
                        same(e, a)
                                ? common[e + 1][a + 1] + 1
                                : Math.max(common[e + 1][a], common[e][a + 1]);
            }
        }
        return common;
    }

    private boolean same(int e, int a) {
        return LinePattern.lenient(expected.get(e), captures).match(actual.get(a)).isPresent();
    }

    /** What the lines that match have caught, though others do not. */
    Captures caughtAnyway() {
        var all = captures;
        for (var row : rows()) {
            if (row instanceof Row.Same(var line, var came)) {
                var known = all;
                all = LinePattern.lenient(line, known).match(came).map(known::with).orElse(known);
            }
        }
        return all;
    }
}

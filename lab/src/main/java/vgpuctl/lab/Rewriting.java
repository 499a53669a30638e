package vgpuctl.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vgpuctl.lab.Comparison.Row;

/** Puts what came out into a scenario, keeping the patterns that still fit. */
final class Rewriting {

    private Rewriting() {}

    /** The lines of a new expectation. */
    static List<String> expectation(Comparison comparison, int exit) {
        var captures = comparison.caughtAnyway();
        var lines = new ArrayList<String>();
        var extra = new ArrayList<String>();
        var gap = false;
        for (var row : comparison.rows()) {
            switch (row) {
                case Row.Missing(var expected) -> gap |= expected.equals(LinePattern.GAP);
                case Row.Extra(var actual) ->
                        extra.add(captures.name(LinePattern.verbatim(actual)));
                case Row.Same(var expected, var _) -> {
                    lines.addAll(between(gap, extra));
                    extra.clear();
                    gap = false;
                    lines.add(expected);
                }
            }
        }
        lines.addAll(between(gap, extra));
        if (exit != 0) {
            lines.add("[exit %d]".formatted(exit));
        }
        return lines;
    }

    private static List<String> between(boolean gap, List<String> extra) {
        return gap ? List.of(LinePattern.GAP) : List.copyOf(extra);
    }

    /** The file with some expectations replaced, by the number of their step. */
    static List<String> apply(Scenario scenario, Map<Integer, List<String>> expectations) {
        var lines = new ArrayList<>(scenario.lines());
        for (var step = scenario.steps().size() - 1; step >= 0; step--) {
            if (expectations.containsKey(step)
                    && scenario.steps().get(step) instanceof Step.Command command) {
                var body = lines.subList(command.body().start(), command.body().end());
                body.clear();
                body.addAll(expectations.getOrDefault(step, List.of()));
            }
        }
        return lines;
    }
}

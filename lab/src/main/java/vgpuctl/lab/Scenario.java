package vgpuctl.lab;

import java.util.List;
import java.util.Set;

/**
 * A scenario as read.
 *
 * @param lines the file, for rewriting it
 */
record Scenario(
        String name,
        String title,
        Set<String> needs,
        String host,
        List<Step> steps,
        List<String> lines) {

    static final String DEFAULT_HOST = "sim:tesla-p10";

    Scenario {
        needs = Set.copyOf(needs);
        steps = List.copyOf(steps);
        lines = List.copyOf(lines);
    }
}

package vgpuctl.cli;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vgpuctl.core.problem.Problem;

/** What hosts of a fleet are labelled with: {@code KEY=VALUE}. */
final class Labels {

    private Labels() {}

    /**
     * The labels that are typed.
     *
     * @param option by which, without dashes
     */
    static SortedMap<String, String> of(String option, List<String> typed) {
        var labels = new TreeMap<String, String>();
        for (var text : typed) {
            var equals = text.indexOf('=');
            if (equals < 1) {
                throw new Problem.BadInput(
                                "--" + option + " '" + text + "' is no label",
                                "say KEY=VALUE, as site=north")
                        .thrown();
            }
            var before = labels.put(text.substring(0, equals), text.substring(equals + 1));
            if (before != null) {
                throw new Problem.BadInput(
                                "--%s says twice what %s is"
                                        .formatted(option, text.substring(0, equals)),
                                "leave one of them out")
                        .thrown();
            }
        }
        return labels;
    }
}

package vgpuctl.cli.view;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;

/** Small things that all views say in the same way. */
final class Words {

    /** Where there is nothing. */
    static final String NONE = "-";

    /** Where something could not be seen; the reason stands below the table. */
    private static final String UNSEEN = "?";

    private Words() {}

    static String of(Reading<String> reading) {
        return reading.orElse(UNSEEN);
    }

    static Optional<String> why(Reading<?> reading) {
        return reading instanceof Reading.Unknown<?>(var why) ? Optional.of(why) : Optional.empty();
    }

    /** A line below what was asked for. */
    static String note(String words) {
        return "note:  " + words + "\n";
    }

    /** Why something is not as wanted, and what to do about it. */
    static String note(Problem problem) {
        return note(problem.reason()) + "hint:  " + problem.wayOut() + "\n";
    }

    static String skipped(List<String> skipped) {
        var text = new StringBuilder();
        skipped.forEach(what -> text.append(note("left out: " + what)));
        return text.isEmpty() ? "" : "\n" + text;
    }
}

package vgpuctl.cli.view;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;

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

    /** As a sentence of its own. */
    static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    static String skipped(List<String> skipped) {
        var text = new StringBuilder();
        for (var what : skipped) {
            text.append("\nLeft out: ").append(what).append("\n");
        }
        return text.toString();
    }
}

package vgpuctl.core.layout;

import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.document.Fields;

/** Texts of other people's making, which still go into lists, file names and command lines. */
final class OneLine {

    private static final int LONGEST = 200;

    private static final Pattern TEXT =
            Pattern.compile(
                    "[^ \\x00-\\x1f\\x7f-\\x9f]([^\\x00-\\x1f\\x7f-\\x9f]*[^ \\x00-\\x1f\\x7f-\\x9f])?");

    private OneLine() {}

    static Optional<String> read(Fields fields, String key) {
        return fields.read(
                key,
                text -> isOneLine(text) ? Optional.of(text) : Optional.empty(),
                "cannot be '" + key + "'",
                "write one line of at most " + LONGEST + " characters, no space at its ends");
    }

    static boolean isOneLine(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST && TEXT.matcher(text).matches();
    }
}

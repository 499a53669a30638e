package vgpuctl.core.text;

import java.util.regex.Pattern;

/** Texts of other people's making, which still go into lists, file names and command lines. */
public final class OneLine {

    private static final int LONGEST = 200;

    /** What such a text has to be, for those who wrote none. */
    public static final String RULE =
            "write one line of at most " + LONGEST + " characters, no space at its ends";

    private static final Pattern TEXT =
            Pattern.compile(
                    "[^ \\x00-\\x1f\\x7f-\\x9f]([^\\x00-\\x1f\\x7f-\\x9f]*[^ \\x00-\\x1f\\x7f-\\x9f])?");

    private OneLine() {}

    public static boolean is(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST && TEXT.matcher(text).matches();
    }
}

package vgpuctl.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Text as a terminal shows it. */
public final class Text {

    /** First and last character of each range that takes two columns, in order. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x2614, 0x2615, 0x26a1,
        0x26a1, 0x2705, 0x2705, 0x274c, 0x274c, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf, 0xa960,
        0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60,
        0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2fb, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf,
        0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d, 0x1f64f, 0x1f680, 0x1f6fc,
        0x1f7e0, 0x1f7eb, 0x1f90c, 0x1faff, 0x20000, 0x3fffd,
    };

    private Text() {}

    /** Columns that the text takes. */
    public static int width(String text) {
        var width = 0;
        for (var i = 0; i < text.length(); ) {
            var point = text.codePointAt(i);
            width += width(point);
            i += Character.charCount(point);
        }
        return width;
    }

    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    private static boolean isWide(int point) {
        for (var i = 0; i < WIDE.length && WIDE[i] <= point; i += 2) {
            if (point <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /**
     * The text with every control character written out, as {@code \n} or {@code \x1b}. Names come
     * from the host, and an escape sequence or a reversed reading order in one must not reach the
     * terminal.
     */
    public static String visible(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return writtenOut(text);
            }
        }
        return text;
    }

    private static boolean isControl(char unit) {
        return unit < ' '
                || (unit >= 0x7f && unit < 0xa0)
                || unit == 0x200e
                || unit == 0x200f
                || (unit >= 0x2028 && unit <= 0x202e)
                || (unit >= 0x2066 && unit <= 0x2069);
    }

    private static String writtenOut(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (var i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (isControl(unit)) {
                escape(unit, out);
            } else {
                out.append(unit);
            }
        }
        return out.toString();
    }

    private static void escape(char unit, StringBuilder out) {
        switch (unit) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                var digits = Integer.toHexString(0x10000 | unit);
                out.append(unit < 0x100 ? "\\x" : "\\u")
                        .append(digits, unit < 0x100 ? 3 : 1, digits.length());
            }
        }
    }

    /**
     * The text in lines of at most this many columns, broken at spaces, and inside of a word only
     * where the word alone is wider. Always at least one line.
     */
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var rest = text.strip();
        do {
            var end = lineEnd(rest, width);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        } while (!rest.isEmpty());
        return lines;
    }

    private static int lineEnd(String text, int width) {
        var fits = fits(text, width);
        if (fits == text.length() || text.charAt(fits) == ' ') {
            return fits;
        }
        var space = text.lastIndexOf(' ', fits);
        return space > 0 ? space : Math.max(fits, Character.charCount(text.codePointAt(0)));
    }

    /** How many UTF-16 units of a text fit into the columns. */
    private static int fits(String text, int width) {
        var used = 0;
        var i = 0;
        while (i < text.length()) {
            var point = text.codePointAt(i);
            used += width(point);
            if (used > width) {
                break;
            }
            i += Character.charCount(point);
        }
        return i;
    }

    /** The text, or as much of it as fits before the mark that says that there is more. */
    static String shorten(String text, int width, String mark) {
        return width(text) <= width
                ? text
                : text.substring(0, fits(text, width - mark.length())).stripTrailing() + mark;
    }
}

package vgpuctl.cli.manual;

import java.util.Locale;

/** A line of text with some of it bold, escaped for roff. */
public final class Phrase {

    private final StringBuilder line = new StringBuilder();

    public static Phrase plain(String text) {
        return new Phrase().then(text);
    }

    public static Phrase bold(String text) {
        return new Phrase().thenBold(text);
    }

    public Phrase then(String text) {
        line.append(escaped(text));
        return this;
    }

    public Phrase thenBold(String text) {
        line.append("\\fB").append(escaped(text)).append("\\fR");
        return this;
    }

    public boolean isEmpty() {
        return line.isEmpty();
    }

    /** As it stands in a page. */
    String escaped() {
        return line.toString();
    }

    /**
     * What is typed must come out as it is typed, so that it can be copied: roff makes a hyphen of
     * a minus, and quotation marks of apostrophes.
     */
    static String escaped(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (var i = 0; i < text.length(); ) {
            var point = text.codePointAt(i);
            escape(point, out);
            i += Character.charCount(point);
        }
        return out.toString();
    }

    private static void escape(int point, StringBuilder out) {
        switch (point) {
            case '\\' -> out.append("\\e");
            case '-' -> out.append("\\-");
            case '\'' -> out.append("\\(aq");
            case '"' -> out.append("\\(dq");
            case '`' -> out.append("\\(ga");
            case '^' -> out.append("\\(ha");
            case '~' -> out.append("\\(ti");
            default -> other(point, out);
        }
    }

    private static void other(int point, StringBuilder out) {
        if (point >= ' ' && point < 0x7f) {
            out.append((char) point);
        } else if (point >= 0xa0) {
            var digits = Integer.toHexString(point).toUpperCase(Locale.ROOT);
            out.append("\\[u").repeat('0', Math.max(0, 4 - digits.length()));
            out.append(digits).append(']');
        } else {
            out.append(' ');
        }
    }
}

package vgpuctl.core.json;

import java.util.Locale;
import java.util.Set;

/**
 * Writes a value as YAML in block style.
 *
 * <p>A string goes without quotes only where no reader, of YAML 1.1 or 1.2, can take it for
 * anything else: {@code no}, {@code 0000:12:00.0} (a base-60 number) and {@code 2026-01-01} are
 * quoted.
 */
public final class YamlWriter implements JsonVisitor {

    private static final Set<String> OTHER_THAN_STRINGS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    /** A reader looks at most 1024 characters ahead for the colon after a key. */
    private static final int LONGEST_KEY = 1000;

    private final StringBuilder out = new StringBuilder(1024);

    /** How many levels in the lines begin that follow. */
    private int depth;

    private YamlWriter() {}

    /** The document, without a line end after its last line. */
    public static String write(Json json) {
        var writer = new YamlWriter();
        json.accept(writer);
        return writer.out.toString();
    }

    @Override
    public void truth(boolean value) {
        out.append(value);
    }

    @Override
    public void nothing() {
        out.append("null");
    }

    @Override
    public void object(JsonObject object) {
        if (object.members().isEmpty()) {
            out.append("{}");
        }
        var first = true;
        for (var member : object.members().entrySet()) {
            if (!first) {
                newLine();
            }
            first = false;
            key(member.getKey());
            memberValue(member.getValue());
        }
    }

    private void key(String name) {
        if (name.length() <= LONGEST_KEY) {
            string(name);
        } else {
            out.append("? ");
            string(name);
            newLine();
        }
        out.append(':');
    }

    private void memberValue(Json value) {
        depth++;
        if (isBlock(value)) {
            newLine();
        } else {
            out.append(' ');
        }
        value.accept(this);
        depth--;
    }

    private static boolean isBlock(Json json) {
        return (json instanceof JsonObject object && !object.members().isEmpty())
                || (json instanceof JsonArray array && !array.items().isEmpty());
    }

    @Override
    public void array(JsonArray array) {
        if (array.items().isEmpty()) {
            out.append("[]");
        }
        var first = true;
        for (var item : array.items()) {
            if (!first) {
                newLine();
            }
            first = false;
            out.append("- ");
            depth++;
            item.accept(this);
            depth--;
        }
    }

    private void newLine() {
        out.append('\n').repeat("  ", depth);
    }

    /** YAML 1.1 takes {@code 1e5} for a string: it wants a point, and a sign in the exponent. */
    @Override
    public void number(String text) {
        var exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponent < 0) {
            out.append(text);
            return;
        }
        out.append(text, 0, exponent);
        if (text.indexOf('.') < 0) {
            out.append(".0");
        }
        var sign = text.charAt(exponent + 1);
        out.append(sign == '-' || sign == '+' ? "e" : "e+")
                .append(text, exponent + 1, text.length());
    }

    @Override
    public void string(String text) {
        if (isPlain(text)) {
            out.append(text);
        } else {
            quoted(text);
        }
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || !(isLetter(text.charAt(0)) || text.charAt(0) == '/')) {
            return false;
        }
        for (var i = 1; i < text.length(); i++) {
            if (!isPlain(text, i)) {
                return false;
            }
        }
        return !OTHER_THAN_STRINGS.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isPlain(String text, int at) {
        var unit = text.charAt(at);
        return switch (unit) {
            case '.', '_', '-', '/', '+', '@', '(', ')' -> true;
            case ' ', ':' -> at + 1 < text.length() && text.charAt(at + 1) != ' ';
            default -> isLetter(unit) || (unit >= '0' && unit <= '9');
        };
    }

    private static boolean isLetter(char unit) {
        var lower = unit | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private void quoted(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); ) {
            var point = text.codePointAt(i);
            character(point);
            i += Character.charCount(point);
        }
        out.append('"');
    }

    private void character(int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(point)) {
                    out.appendCodePoint(point);
                } else if (Character.getType(point) == Character.SURROGATE) {
                    out.append('\ufffd');
                } else {
                    out.append("\\u").append(Integer.toHexString(0x10000 | point).substring(1));
                }
            }
        }
    }

    /** Not printable are also the characters that YAML 1.1 takes for line ends. */
    private static boolean isPrintable(int point) {
        return (point >= ' ' && point < 0x7f)
                || (point >= 0xa0 && point < 0xd800 && point != 0x2028 && point != 0x2029)
                || (point >= 0xe000 && point < 0xfffe && point != 0xfeff)
                || point >= 0x10000;
    }
}

package vgpuctl.core.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON exactly as RFC 8259 has it, from text that is not trusted.
 *
 * <p>Depth and size are bounded. Refused as well, although the RFC leaves them open, because two
 * programs would read them differently: a member name given twice, and half of a surrogate pair.
 */
public final class JsonReader {

    /**
     * How much is accepted.
     *
     * @param depth objects and arrays inside one another
     * @param length UTF-16 units of the whole text
     */
    public record Limits(int depth, int length) {

        /** Ample for a definition, a layout or what a tool prints, and harmless to a small heap. */
        public static final Limits USUAL = new Limits(64, 8 << 20);
    }

    private final String text;
    private final int deepest;
    private int at;
    private int depth;

    private JsonReader(String text, int deepest) {
        this.text = text;
        this.deepest = deepest;
    }

    /**
     * Reads a text that holds one value.
     *
     * @throws JsonSyntaxException where it does not
     */
    public static Json read(String text) {
        return read(text, Limits.USUAL);
    }

    /** Reads an object; empty where the text is anything else or no JSON. */
    public static Optional<JsonObject> readObject(String text) {
        try {
            return read(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonSyntaxException _) {
            return Optional.empty();
        }
    }

    /** The same, within other limits. */
    public static Json read(String text, Limits limits) {
        if (text.length() > limits.length()) {
            throw new JsonSyntaxException(
                    1, 1, "longer than the " + limits.length() + " characters that are accepted");
        }
        return new JsonReader(text, limits.depth()).document();
    }

    private Json document() {
        skipSpace();
        var value = value();
        skipSpace();
        if (at < text.length()) {
            throw unexpected("the end of the text");
        }
        return value;
    }

    private Json value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonString(string());
            case 't' -> literal("true", new JsonBoolean(true));
            case 'f' -> literal("false", new JsonBoolean(false));
            case 'n' -> literal("null", new JsonNull());
            default -> number();
        };
    }

    private JsonObject object() {
        enter();
        var members = new LinkedHashMap<String, Json>();
        if (next() != '}') {
            do {
                skipSpace();
                member(members);
                skipSpace();
            } while (skip(','));
        }
        leave('}');
        return new JsonObject(members);
    }

    private void member(Map<String, Json> members) {
        if (next() != '"') {
            throw unexpected("a member name in double quotes");
        }
        var start = at;
        var name = string();
        if (members.containsKey(name)) {
            throw failure(start, "member \"" + shortened(name) + "\" is given twice");
        }
        skipSpace();
        if (!skip(':')) {
            throw unexpected("':'");
        }
        skipSpace();
        members.put(name, value());
    }

    private JsonArray array() {
        enter();
        var items = new ArrayList<Json>();
        if (next() != ']') {
            do {
                skipSpace();
                items.add(value());
                skipSpace();
            } while (skip(','));
        }
        leave(']');
        return new JsonArray(items);
    }

    private void enter() {
        if (depth == deepest) {
            throw failure(at, "more than " + deepest + " levels of nesting");
        }
        depth++;
        at++;
        skipSpace();
    }

    private void leave(char close) {
        if (!skip(close)) {
            throw unexpected("',' or '" + close + "'");
        }
        depth--;
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private JsonNumber number() {
        var end = JsonNumber.endOfNumber(text, at);
        if (end == at) {
            throw unexpected("a value");
        }
        var number = new JsonNumber(text.substring(at, end));
        at = end;
        return number;
    }

    private String string() {
        var start = ++at;
        while (isOrdinary(next())) {
            at++;
        }
        if (next() == '"') {
            return text.substring(start, at++);
        }
        var value = new StringBuilder(text.substring(start, at));
        while (!skip('"')) {
            character(value);
        }
        return value.toString();
    }

    private static boolean isOrdinary(int unit) {
        return unit >= ' ' && unit != '"' && unit != '\\' && !Character.isSurrogate((char) unit);
    }

    private void character(StringBuilder value) {
        var unit = next();
        if (unit == '\\') {
            escape(value);
        } else if (unit < 0) {
            throw unexpected("'\"'");
        } else if (unit < ' ') {
            throw failure(at, "a control character in a string has to be escaped");
        } else if (Character.isSurrogate((char) unit)) {
            rawPair(value);
        } else {
            value.append((char) unit);
            at++;
        }
    }

    private void rawPair(StringBuilder value) {
        var whole = text.codePointAt(at);
        if (!Character.isSupplementaryCodePoint(whole)) {
            throw failure(at, "half of a surrogate pair");
        }
        value.appendCodePoint(whole);
        at += 2;
    }

    private void escape(StringBuilder value) {
        var start = at++;
        var letter = next();
        at++;
        switch (letter) {
            case '"', '\\', '/' -> value.append((char) letter);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> unicode(start, value);
            default -> throw failure(start, "an unknown escape");
        }
    }

    private void unicode(int start, StringBuilder value) {
        var unit = hexUnit(start);
        if (!Character.isSurrogate(unit)) {
            value.append(unit);
            return;
        }
        if (!Character.isHighSurrogate(unit) || !text.startsWith("\\u", at)) {
            throw failure(start, "half of a surrogate pair");
        }
        at += 2;
        var low = hexUnit(at - 2);
        if (!Character.isLowSurrogate(low)) {
            throw failure(start, "half of a surrogate pair");
        }
        value.append(unit).append(low);
    }

    private char hexUnit(int start) {
        var unit = 0;
        for (var end = at + 4; at < end; at++) {
            var digit = hexDigit(next());
            if (digit < 0) {
                throw failure(start, "an escape \\u without four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /** Not {@link Character#digit}, which also takes the digits of other scripts. */
    private static int hexDigit(int unit) {
        if (unit >= '0' && unit <= '9') {
            return unit - '0';
        }
        var lower = unit | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The next UTF-16 unit, or -1 at the end. */
    private int next() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean skip(char expected) {
        if (next() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpace() {
        while (true) {
            switch (next()) {
                case ' ', '\t', '\n', '\r' -> at++;
                default -> {
                    return;
                }
            }
        }
    }

    private JsonSyntaxException unexpected(String expected) {
        return failure(at, "expected " + expected + ", found " + found());
    }

    private String found() {
        if (at >= text.length()) {
            return "the end of the text";
        }
        var point = text.codePointAt(at);
        return point > ' ' && point < 0x7f
                ? "'" + (char) point + "'"
                : "U+" + Integer.toHexString(0x10000 | point).substring(1).toUpperCase(Locale.ROOT);
    }

    private JsonSyntaxException failure(int offset, String reason) {
        var line = 1;
        var start = 0;
        for (var i = 0; i < offset; i++) {
            if (endsLine(i)) {
                line++;
                start = i + 1;
            }
        }
        return new JsonSyntaxException(line, text.codePointCount(start, offset) + 1, reason);
    }

    private boolean endsLine(int offset) {
        var unit = text.charAt(offset);
        return unit == '\n' || (unit == '\r' && !text.startsWith("\n", offset + 1));
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}

package vgpuctl.core.json;

import java.util.Iterator;

/**
 * Writes JSON, for programs on one line or for people.
 *
 * <p>{@link #pretty} gives, byte for byte, what mdevctl writes into its definition files: files
 * that both programs write do not change back and forth.
 */
public final class JsonWriter implements JsonVisitor {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(1024);
    private final boolean pretty;
    private int depth;

    private JsonWriter(boolean pretty) {
        this.pretty = pretty;
    }

    /** On one line, without a space. */
    public static String compact(Json json) {
        return written(json, false);
    }

    /** Two spaces a level; no line end after the last line. */
    public static String pretty(Json json) {
        return written(json, true);
    }

    private static String written(Json json, boolean pretty) {
        var writer = new JsonWriter(pretty);
        json.accept(writer);
        return writer.out.toString();
    }

    @Override
    public void number(String text) {
        out.append(text);
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
        var members = object.members().entrySet().iterator();
        open('{');
        while (members.hasNext()) {
            var member = members.next();
            newLine();
            string(member.getKey());
            out.append(pretty ? ": " : ":");
            member.getValue().accept(this);
            separate(members);
        }
        close('}', object.members().isEmpty());
    }

    @Override
    public void array(JsonArray array) {
        var items = array.items().iterator();
        open('[');
        while (items.hasNext()) {
            newLine();
            items.next().accept(this);
            separate(items);
        }
        close(']', array.items().isEmpty());
    }

    private void open(char bracket) {
        out.append(bracket);
        depth++;
    }

    private void separate(Iterator<?> rest) {
        if (rest.hasNext()) {
            out.append(',');
        }
    }

    private void close(char bracket, boolean empty) {
        depth--;
        if (!empty) {
            newLine();
        }
        out.append(bracket);
    }

    private void newLine() {
        if (pretty) {
            out.append('\n').repeat("  ", depth);
        }
    }

    @Override
    public void string(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                i += surrogate(text.codePointAt(i));
            } else {
                character(unit);
            }
        }
        out.append('"');
    }

    /** Half a pair has no UTF-8: what is written stays readable, with U+FFFD in its place. */
    private int surrogate(int point) {
        var whole = Character.isSupplementaryCodePoint(point);
        out.appendCodePoint(whole ? point : 0xfffd);
        return whole ? 1 : 0;
    }

    private void character(char unit) {
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (unit < ' ') {
                    out.append("\\u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 15));
                } else {
                    out.append(unit);
                }
            }
        }
    }
}

package vgpuctl.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code <uuid:first>} and its like have caught, by name. */
record Captures(Map<String, String> values) {

    static final Captures NONE = new Captures(Map.of());

    private static final Pattern REFERENCE = Pattern.compile("\\{([a-z][A-Za-z0-9]*)}");

    private static final int TELLING = 8;

    Captures {
        values = Map.copyOf(values);
    }

    Captures with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new TreeMap<>(values);
        all.putAll(more);
        return new Captures(all);
    }

    /** The text with {@code {first}} replaced; braces around anything else stay. */
    String fill(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                values.getOrDefault(found.group(1), found.group())));
    }

    /** The text with what was caught named instead, where it is long enough to be no accident. */
    String name(String text) {
        var named = text;
        for (var caught : new TreeMap<>(values).entrySet()) {
            if (caught.getValue().length() >= TELLING) {
                named = named.replace(caught.getValue(), "{" + caught.getKey() + "}");
            }
        }
        return named;
    }
}

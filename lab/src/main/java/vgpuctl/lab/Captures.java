package vgpuctl.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code <uuid:first>} and its like have caught, by name. */
record Captures(Map<String, String> values) {

    static final Captures NONE = new Captures(Map.of());

    private static final Pattern REFERENCE = Pattern.compile("\\{([a-z][A-Za-z0-9]*)}");

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
}

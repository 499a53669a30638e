package vgpuctl.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An expected line: verbatim but for {@code <uuid>}, {@code <number:name>}, {@code {name}} and
 * backslashes before those.
 */
final class LinePattern {

    static final String GAP = "…";

    private static final Map<String, String> KINDS =
            Map.of(
                    "uuid", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                    "uuid_", "[0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12}",
                    "number", "-?\\d+(?:\\.\\d+)?",
                    "hex", "0x[0-9a-f]+",
                    "word", "\\S+",
                    "date", "\\d{4}-\\d\\d-\\d\\d",
                    "time", "\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?",
                    "any", ".*");

    private static final String PLACE =
            "<(?<kind>" + String.join("|", KINDS.keySet()) + ")(?::(?<name>[a-z][A-Za-z0-9]*))?>";
    private static final String REFERENCE = "\\{(?<reference>[a-z][A-Za-z0-9]*)}";
    private static final Pattern TOKEN =
            Pattern.compile("\\\\(?<escaped>[<{\\\\])|" + PLACE + "|" + REFERENCE);

    /** Where text needs a backslash to stay text. */
    private static final Pattern SPECIAL =
            Pattern.compile("(?=\\\\[<{\\\\]|" + PLACE + "|" + REFERENCE + ")");

    /** Text at the start of a line that would be read as something else, but for a backslash. */
    private static final Pattern START =
            Pattern.compile("^(?=\\\\?(?:#|(?:lab|sim)?\\$(?: |$)|>(?: |$)|reboot$|…$|\\[exit ))");

    private final Pattern pattern;
    private final List<String> names;

    private LinePattern(Pattern pattern, List<String> names) {
        this.pattern = pattern;
        this.names = names;
    }

    /** A reference to what nobody has caught yet is text. */
    static LinePattern of(String expected, Captures captures) {
        return of(expected, captures, false);
    }

    /**
     * A reference to what nobody has caught yet is any word: for finding the lines that belong
     * together.
     */
    static LinePattern lenient(String expected, Captures captures) {
        return of(expected, captures, true);
    }

    private static LinePattern of(String expected, Captures captures, boolean lenient) {
        var text =
                expected.startsWith("\\") && START.matcher(expected).find()
                        ? expected.substring(1)
                        : expected;
        var regex = new StringBuilder();
        var names = new ArrayList<String>();
        var token = TOKEN.matcher(text);
        var done = 0;
        while (token.find()) {
            regex.append(Pattern.quote(text.substring(done, token.start())));
            done = token.end();
            if (token.group("kind") != null) {
                var kind = KINDS.getOrDefault(token.group("kind"), "");
                Optional.ofNullable(token.group("name")).ifPresent(names::add);
                regex.append(token.group("name") == null ? "(?:" : "(").append(kind).append(')');
            } else if (token.group("reference") != null) {
                regex.append(reference(token.group("reference"), captures, lenient));
            } else {
                regex.append(Pattern.quote(token.group("escaped")));
            }
        }
        regex.append(Pattern.quote(text.substring(done)));
        return new LinePattern(Pattern.compile(regex.toString()), List.copyOf(names));
    }

    private static String reference(String name, Captures captures, boolean lenient) {
        var value = Optional.ofNullable(captures.values().get(name));
        return value.map(Pattern::quote).orElse(lenient ? "\\S*" : Pattern.quote("{" + name + "}"));
    }

    /** What the line catches, or nothing where it does not match. */
    Optional<Map<String, String>> match(String actual) {
        var found = pattern.matcher(actual);
        if (!found.matches()) {
            return Optional.empty();
        }
        var caught = new LinkedHashMap<String, String>();
        for (var i = 0; i < names.size(); i++) {
            caught.put(names.get(i), found.group(i + 1));
        }
        return Optional.of(caught);
    }

    /** The expected line that matches exactly this text. */
    static String verbatim(String actual) {
        var escaped = SPECIAL.matcher(actual).replaceAll("\\\\");
        return START.matcher(escaped).replaceFirst("\\\\");
    }
}

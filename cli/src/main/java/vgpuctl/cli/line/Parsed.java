package vgpuctl.cli.line;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line that is right: the command, and the values by name of option ({@code count}) or operand
 * ({@code TYPE}). Asking for a name that the command does not have is a mistake in the program.
 */
public record Parsed(CommandPath path, Map<String, List<String>> values) implements CommandLine {

    static final String GIVEN = "true";
    static final String NEGATED = "false";

    public Parsed {
        var copy = new LinkedHashMap<String, List<String>>();
        for (var value : values.entrySet()) {
            copy.put(value.getKey(), List.copyOf(value.getValue()));
        }
        values = Collections.unmodifiableMap(copy);
    }

    /** The command without the program, {@code sim reset}. */
    public String name() {
        return path.name();
    }

    /** The value of a required operand, or of an option that has a default. */
    public String text(String name) {
        var value = optional(name);
        if (value.isEmpty()) {
            throw new IllegalStateException(name + " can be left out");
        }
        return value.get();
    }

    /** The value, or its default. */
    public Optional<String> optional(String name) {
        var all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** Every value in the order given, or the default as the only one, or none. */
    public List<String> all(String name) {
        var given = values.get(name);
        if (given != null) {
            return given;
        }
        return path.operand(name).isPresent() ? List.of() : byDefault(name);
    }

    private List<String> byDefault(String name) {
        var option = path.option(name);
        if (option.isEmpty()) {
            throw new IllegalArgumentException(path.typed() + " has no " + name);
        }
        var leftOut = option.get().whenLeftOut();
        return leftOut.isPresent() && leftOut.get().value().isPresent()
                ? List.of(leftOut.get().value().get())
                : List.of();
    }

    /** Whether a flag is given, or is on by default and not negated. */
    public boolean flag(String name) {
        return optional(name).equals(Optional.of(GIVEN));
    }

    /** The number of a required operand, or of an option that has a default. */
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** The number, or its default. */
    public OptionalLong optionalNumber(String name) {
        var text = optional(name);
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    }
}

package vgpuctl.cli.line;

import java.util.List;

/**
 * What a command is given by position.
 *
 * @param name in capitals, {@code TYPE}, so that it is never the name of an option
 */
public record Operand(String name, Times times, Accepts accepts, String summary) {

    /** How often it is given. */
    public enum Times {
        ONCE(true, false),
        AT_MOST_ONCE(false, false),
        AT_LEAST_ONCE(true, true),
        ANY_NUMBER(false, true);

        private final boolean required;
        private final boolean repeated;

        Times(boolean required, boolean repeated) {
            this.required = required;
            this.repeated = repeated;
        }

        public boolean required() {
            return required;
        }

        public boolean repeated() {
            return repeated;
        }
    }

    public static Operand required(String name, String summary) {
        return new Operand(name, Times.ONCE, new Accepts.AnyText(), summary);
    }

    public static Operand optional(String name, String summary) {
        return new Operand(name, Times.AT_MOST_ONCE, new Accepts.AnyText(), summary);
    }

    public static Operand oneOrMore(String name, String summary) {
        return new Operand(name, Times.AT_LEAST_ONCE, new Accepts.AnyText(), summary);
    }

    public static Operand anyNumber(String name, String summary) {
        return new Operand(name, Times.ANY_NUMBER, new Accepts.AnyText(), summary);
    }

    /** The same, taking only one of a few words. */
    public Operand oneOf(String... choices) {
        return new Operand(name, times, new Accepts.OneOf(List.of(choices)), summary);
    }

    /** As a usage line has it: {@code TYPE}, {@code [GPU]}, {@code ID...}. */
    public String usage() {
        var given = times.repeated() ? name + "..." : name;
        return times.required() ? given : "[" + given + "]";
    }
}

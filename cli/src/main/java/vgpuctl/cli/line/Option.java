package vgpuctl.cli.line;

import java.util.List;
import java.util.Optional;

/**
 * An option of a command, or of the root and with it of every command.
 *
 * @param name without the dashes
 * @param letter its short form
 * @param takes what goes with it
 * @param whenLeftOut what holds where it is not given
 */
public record Option(
        String name,
        Optional<Character> letter,
        Takes takes,
        String summary,
        Optional<WhenLeftOut> whenLeftOut) {

    /** What goes with an option. */
    public sealed interface Takes {

        /** Nothing: it is given or not, or, where it can be negated, given as {@code --no-name}. */
        record Nothing(boolean negatable) implements Takes {}

        /** A value, shown in help under its placeholder. */
        record Value(String placeholder, Accepts accepts, boolean repeatable) implements Takes {}
    }

    /**
     * What holds where an option is not given.
     *
     * @param words for help
     * @param value what the accessors then give; empty where that depends on the host
     */
    public record WhenLeftOut(String words, Optional<String> value) {}

    /** Given or not. */
    public static Option flag(String name, String summary) {
        return option(name, new Takes.Nothing(false), summary);
    }

    /** Given as {@code --name} or {@code --no-name}. */
    public static Option negatable(String name, String summary) {
        return option(name, new Takes.Nothing(true), summary);
    }

    /** With any text. */
    public static Option text(String name, String placeholder, String summary) {
        return valued(name, placeholder, new Accepts.AnyText(), summary);
    }

    /** With a UUID. */
    public static Option uuid(String name, String summary) {
        return valued(name, "UUID", new Accepts.AnyUuid(), summary);
    }

    /** With one of a few words. */
    public static Option choice(
            String name, String placeholder, List<String> choices, String summary) {
        return valued(name, placeholder, new Accepts.OneOf(choices), summary);
    }

    /** With a whole number between two, both included. */
    public static Option number(
            String name, String placeholder, Accepts.WholeNumber range, String summary) {
        return valued(name, placeholder, range, summary);
    }

    private static Option valued(String name, String placeholder, Accepts accepts, String summary) {
        return option(name, new Takes.Value(placeholder, accepts, false), summary);
    }

    private static Option option(String name, Takes takes, String summary) {
        return new Option(name, Optional.empty(), takes, summary, Optional.empty());
    }

    public Option letter(char letter) {
        return new Option(name, Optional.of(letter), takes, summary, whenLeftOut);
    }

    Option withoutLetter() {
        return new Option(name, Optional.empty(), takes, summary, whenLeftOut);
    }

    /** Can be given more than once; read with {@link Parsed#all}. */
    public Option repeated() {
        return takes instanceof Takes.Value(var placeholder, var accepts, _)
                ? new Option(
                        name,
                        letter,
                        new Takes.Value(placeholder, accepts, true),
                        summary,
                        whenLeftOut)
                : this;
    }

    /** Where it is left out, this value holds. */
    public Option byDefault(String value) {
        return leftOut(new WhenLeftOut(value, Optional.of(value)));
    }

    /** A flag that holds unless it is negated. */
    public Option onByDefault() {
        return leftOut(new WhenLeftOut("on", Optional.of(Parsed.GIVEN)));
    }

    /** Where it is left out, what these words say holds. */
    public Option otherwise(String words) {
        return leftOut(new WhenLeftOut(words, Optional.empty()));
    }

    private Option leftOut(WhenLeftOut what) {
        return new Option(name, letter, takes, summary, Optional.of(what));
    }

    /** As it is typed, {@code --name}. */
    public String typed() {
        return "--" + name;
    }

    public boolean takesValue() {
        return takes instanceof Takes.Value;
    }

    boolean isNegatable() {
        return takes instanceof Takes.Nothing(var negatable) && negatable;
    }

    boolean isRepeatable() {
        return takes instanceof Takes.Value value && value.repeatable();
    }

    boolean isLetter(char other) {
        return letter.isPresent() && letter.get() == other;
    }
}

package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import vgpuctl.cli.screen.Text;

/** The help of a command: usage, what it does, what it is given, examples. */
public final class Help {

    private static final int NARROWEST = 40;

    /** Longer lines are hard to read, however wide the terminal is. */
    private static final int WIDEST = 100;

    private static final int LONGEST_TERM = 26;
    private static final int GAP = 2;
    private static final String INDENT = "  ";

    private final CommandPath path;
    private final int width;
    private final StringBuilder out = new StringBuilder(2048);

    private Help(CommandPath path, int width) {
        this.path = path;
        this.width = Math.clamp(width, NARROWEST, WIDEST);
    }

    /** The lines, each with its line end. */
    public static String render(CommandPath path, int width) {
        return new Help(path, width).render();
    }

    /** One line of two columns: a term and what it means. */
    private record Entry(String term, String meaning) {}

    private String render() {
        var command = path.command();
        usage();
        paragraph(sentence(command.summary()));
        for (var text : command.description()) {
            paragraph(text);
        }
        commands();
        operands();
        options();
        examples();
        if (command.isGroup()) {
            paragraph("More about a command: " + path.typed() + " COMMAND --help");
        }
        return out.toString();
    }

    /** With a capital, unless the first word has one of its own: vGPU. */
    static String sentence(String summary) {
        var isWord = summary.length() > 1 && Character.isLowerCase(summary.charAt(1));
        return isWord
                ? Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + "."
                : summary + ".";
    }

    private void usage() {
        var typed = "Usage: " + path.typed();
        term(typed, usage(path), typed.length() + 1);
    }

    /** What is typed behind a command. */
    static String usage(CommandPath path) {
        if (path.command().isGroup()) {
            return "COMMAND [OPTION]...";
        }
        var usage = new StringBuilder("[OPTION]...");
        for (var operand : path.command().operands()) {
            usage.append(' ').append(operand.usage());
        }
        return usage.toString();
    }

    private void paragraph(String text) {
        out.append('\n');
        lines(text, "");
    }

    private void lines(String text, String indent) {
        for (var line : Text.wrap(text, width - indent.length())) {
            out.append(indent).append(line).append('\n');
        }
    }

    private void commands() {
        var headings = new LinkedHashSet<String>();
        for (var command : path.command().commands()) {
            headings.add(command.heading());
        }
        var longest = longest(commandEntries(Optional.empty()));
        for (var heading : headings) {
            section(heading, commandEntries(Optional.of(heading)), longest);
        }
    }

    /** The commands under a heading, or all. */
    private List<Entry> commandEntries(Optional<String> heading) {
        var entries = new ArrayList<Entry>();
        for (var command : path.command().commands()) {
            if (heading.isEmpty() || heading.get().equals(command.heading())) {
                entries.add(new Entry(command.name(), command.summary()));
            }
        }
        return entries;
    }

    private void operands() {
        var entries = new ArrayList<Entry>();
        for (var operand : path.command().operands()) {
            var facts = operand.accepts().words();
            entries.add(new Entry(operand.usage(), withFacts(operand.summary(), facts)));
        }
        section("Operands", entries, longest(entries));
    }

    private void options() {
        var own = optionEntries(path.ownOptions());
        var inherited = optionEntries(path.inheritedOptions());
        var longest = Math.max(longest(own), longest(inherited));
        section("Options", own, longest);
        section("Global options", inherited, longest);
    }

    private static List<Entry> optionEntries(List<Option> options) {
        var entries = new ArrayList<Entry>();
        for (var option : options) {
            entries.add(new Entry(term(option), withFacts(option.summary(), facts(option))));
        }
        return entries;
    }

    static String term(Option option) {
        var letter = option.letter().isPresent() ? "-" + option.letter().get() + ", " : "    ";
        var name = option.isNegatable() ? "--[no-]" + option.name() : option.typed();
        return option.takes() instanceof Option.Takes.Value(var placeholder, _, _)
                ? letter + name + " " + placeholder
                : letter + name;
    }

    static String facts(Option option) {
        var facts = new ArrayList<String>();
        if (option.takes() instanceof Option.Takes.Value(_, var accepts, var repeatable)) {
            if (!accepts.words().isEmpty()) {
                facts.add(accepts.words());
            }
            if (repeatable) {
                facts.add("can be repeated");
            }
        }
        if (option.whenLeftOut().isPresent()) {
            facts.add("default: " + option.whenLeftOut().get().words());
        }
        return String.join("; ", facts);
    }

    static String withFacts(String summary, String facts) {
        return facts.isEmpty() ? summary : summary + " (" + facts + ")";
    }

    private void section(String heading, List<Entry> entries, int longest) {
        if (entries.isEmpty()) {
            return;
        }
        out.append('\n').append(heading).append(":\n");
        for (var entry : entries) {
            term(INDENT + entry.term(), entry.meaning(), INDENT.length() + longest + GAP);
        }
    }

    /** The longest of the terms that share a line with their meaning. */
    private static int longest(List<Entry> entries) {
        var longest = 0;
        for (var entry : entries) {
            if (entry.term().length() <= LONGEST_TERM) {
                longest = Math.max(longest, entry.term().length());
            }
        }
        return longest;
    }

    /** A term, and its meaning from a column on; on lines of their own where the term is longer. */
    private void term(String term, String meaning, int column) {
        out.append(term);
        var used = term.length();
        if (used >= column) {
            out.append('\n');
            used = 0;
        }
        for (var line : Text.wrap(meaning, width - column)) {
            out.repeat(' ', column - used).append(line).append('\n');
            used = 0;
        }
    }

    private void examples() {
        if (path.command().examples().isEmpty()) {
            return;
        }
        out.append("\nExamples:\n");
        for (var example : path.command().examples()) {
            out.append(INDENT).append(example.line()).append('\n');
            lines(example.does(), INDENT.repeat(3));
        }
    }
}

package vgpuctl.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vgpuctl.cli.screen.Text;

/** The page of a command in {@code docs/commands}: what {@link Help} says, in Markdown. */
final class CommandPage {

    private static final int WIDTH = 110;
    private static final String GLOBAL = "Global options";
    private static final String INDEX =
            "A page for each command, written from the definition of the command line. `vgpuctl COMMAND"
                    + " --help` and `man vgpuctl-COMMAND` say the same.";

    private final CommandPath path;
    private final StringBuilder out = new StringBuilder(2048);

    private CommandPage(CommandPath path) {
        this.path = path;
    }

    /** The page of the root is the index. */
    static String file(CommandPath path) {
        return path.name().isEmpty() ? "README.md" : path.name().replace(' ', '-') + ".md";
    }

    static String render(CommandPath path) {
        return new CommandPage(path).render();
    }

    private String render() {
        out.append("# ").append(isRoot() ? "Commands" : path.typed()).append("\n\n");
        paragraph(plain(Help.sentence(path.command().summary())));
        fence("text", path.typed() + " " + Help.usage(path));
        if (isRoot()) {
            paragraph(INDEX);
        }
        path.command().description().forEach(text -> paragraph(plain(text)));
        commands();
        operands();
        options("Options", path.ownOptions());
        if (isRoot()) {
            options(GLOBAL, path.inheritedOptions());
        } else {
            fromAbove();
        }
        examples();
        above();
        return out.toString().stripTrailing() + "\n";
    }

    private boolean isRoot() {
        return path.commands().size() == 1;
    }

    private void heading(String text) {
        out.append("## ").append(text).append("\n\n");
    }

    private void paragraph(String text) {
        wrapped(text, "", "");
        out.append('\n');
    }

    private void wrapped(String text, String first, String others) {
        var indent = first;
        for (var line : Text.wrap(text, WIDTH - others.length())) {
            out.append(indent).append(line).append('\n');
            indent = others;
        }
    }

    private void entry(String term, String meaning) {
        wrapped(term + ": " + plain(meaning), "- ", "  ");
    }

    private void fence(String language, String lines) {
        out.append("```").append(language).append('\n').append(lines).append("\n```\n\n");
    }

    private void commands() {
        var heading = "";
        for (var command : path.command().commands()) {
            if (!command.heading().equals(heading)) {
                endList();
                heading = command.heading();
                heading(heading);
            }
            entry(link(path.enter(command), command.name()), command.summary());
        }
        endList();
    }

    private void endList() {
        if (out.charAt(out.length() - 2) != '\n') {
            out.append('\n');
        }
    }

    private void operands() {
        if (!path.command().operands().isEmpty()) {
            heading("Operands");
        }
        for (var operand : path.command().operands()) {
            var meaning = Help.withFacts(operand.summary(), operand.accepts().words());
            entry(code(operand.usage()), meaning);
        }
        endList();
    }

    private void options(String heading, List<Option> options) {
        if (!options.isEmpty()) {
            heading(heading);
        }
        for (var option : options) {
            entry(
                    code(Help.term(option).strip()),
                    Help.withFacts(option.summary(), Help.facts(option)));
        }
        endList();
    }

    /** Those of a group in full, those that every command has as a link. */
    private void fromAbove() {
        var everywhere = CommandPath.of(path.commands().getFirst()).inheritedOptions();
        var ofGroups = new ArrayList<Option>();
        var global = new ArrayList<String>();
        for (var option : path.inheritedOptions()) {
            if (CommandPath.find(everywhere, option.name()).isEmpty()) {
                ofGroups.add(option);
            } else {
                global.add(code(option.typed()));
            }
        }
        options("Options of " + above(path).typed(), ofGroups);
        heading(GLOBAL);
        paragraph(
                String.join(", ", global)
                        + ": as [every command](README.md#global-options) has them.");
    }

    private void examples() {
        if (!path.command().examples().isEmpty()) {
            heading("Examples");
            fence(
                    "sh",
                    path.command().examples().stream()
                            .map(example -> "# " + example.does() + "\n" + example.line())
                            .collect(Collectors.joining("\n")));
        }
    }

    private void above() {
        if (path.commands().size() > 2) {
            paragraph("One of the commands of " + link(above(path), above(path).typed()) + ".");
        }
    }

    private static CommandPath above(CommandPath path) {
        return new CommandPath(path.commands().subList(0, path.commands().size() - 1));
    }

    private static String link(CommandPath to, String text) {
        return "[" + text + "](" + file(to) + ")";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** What Markdown would take for its own is shown as it is. */
    private static String plain(String text) {
        return text.replaceAll("[\\\\`*<]", "\\\\$0");
    }
}

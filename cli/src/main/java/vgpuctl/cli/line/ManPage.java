package vgpuctl.cli.line;

import java.util.List;
import vgpuctl.cli.manual.Phrase;
import vgpuctl.cli.manual.Roff;

/** The manual page of a command: what {@link Help} says, for {@code man}. */
public final class ManPage {

    private final CommandPath path;
    private final Roff page;

    private ManPage(CommandPath path, Roff page) {
        this.path = path;
        this.page = page;
    }

    /** The name of its page, {@code vgpuctl-sim-reset}. */
    public static String name(CommandPath path) {
        return path.typed().replace(' ', '-');
    }

    /** Begins its page; what belongs behind it can be added, and {@link #seeAlso} comes last. */
    public static Roff render(CommandPath path, String date, String source) {
        var page = new Roff(name(path), 1, date, source);
        new ManPage(path, page).render();
        return page;
    }

    /** The pages above and below it, and others. */
    public static void seeAlso(CommandPath path, Roff page, List<String> others) {
        var phrase = new Phrase();
        for (var i = 1; i < path.commands().size(); i++) {
            refer(name(new CommandPath(path.commands().subList(0, i))) + "(1)", phrase);
        }
        for (var command : path.command().commands()) {
            refer(name(path.enter(command)) + "(1)", phrase);
        }
        for (var other : others) {
            refer(other, phrase);
        }
        page.section("See also").text(phrase);
    }

    private static void refer(String reference, Phrase phrase) {
        var name = reference.substring(0, reference.indexOf('('));
        phrase.then(phrase.isEmpty() ? "" : ", ").thenBold(name);
        phrase.then(reference.substring(name.length()));
    }

    private void render() {
        page.section("Name").text(Phrase.plain(name(path) + " - " + path.command().summary()));
        page.section("Synopsis").text(Phrase.bold(path.typed()).then(" " + Help.usage(path)));
        description();
        commands();
        operands();
        options("Options", path.ownOptions());
        options("Global options", path.inheritedOptions());
        examples();
    }

    private void description() {
        page.section("Description").text(Phrase.plain(Help.sentence(path.command().summary())));
        for (var paragraph : path.command().description()) {
            page.paragraph(Phrase.plain(paragraph));
        }
    }

    private void commands() {
        if (path.command().isGroup()) {
            page.section("Commands");
        }
        var heading = "Commands";
        for (var command : path.command().commands()) {
            if (!command.heading().equals(heading)) {
                heading = command.heading();
                page.subsection(heading);
            }
            page.entry(Phrase.bold(command.name()), Phrase.plain(command.summary()));
        }
    }

    private void operands() {
        if (!path.command().operands().isEmpty()) {
            page.section("Operands");
        }
        for (var operand : path.command().operands()) {
            var meaning = Help.withFacts(operand.summary(), operand.accepts().words());
            page.entry(Phrase.bold(operand.usage()), Phrase.plain(meaning));
        }
    }

    private void options(String heading, List<Option> options) {
        if (!options.isEmpty()) {
            page.section(heading);
        }
        for (var option : options) {
            var meaning = Help.withFacts(option.summary(), Help.facts(option));
            page.entry(Phrase.bold(Help.term(option).strip()), Phrase.plain(meaning));
        }
    }

    private void examples() {
        if (!path.command().examples().isEmpty()) {
            page.section("Examples");
        }
        for (var example : path.command().examples()) {
            page.entry(Phrase.bold(example.line()), Phrase.plain(example.does()));
        }
    }
}

package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandPath;
import vgpuctl.cli.line.ManPage;
import vgpuctl.cli.manual.Markdown;
import vgpuctl.cli.manual.Phrase;
import vgpuctl.cli.manual.Roff;

/**
 * Writes the manual when a package is built: a page for each command from the definition of the
 * command line, and those of files from the project's documents.
 */
final class Manual {

    private static final String LAYOUT = "vgpuctl-layout";
    private static final String CONFIG = "vgpuctl-config";
    private static final List<String> OF_THE_PROGRAM = List.of("exit-status.md", "files.md");

    private final Path documents;
    private final String date;

    private Manual(Path documents, String date) {
        this.documents = documents;
        this.date = date;
    }

    /**
     * Writes it.
     *
     * @param arguments an existing directory for the pages, that of the documents, and the date
     */
    public static void main(String[] arguments) throws IOException {
        var to = Path.of(arguments[0]);
        var manual = new Manual(Path.of(arguments[1]), arguments[2]);
        for (var path : CommandPath.all(CommandTree.root())) {
            Files.writeString(to.resolve(ManPage.name(path) + ".1"), manual.page(path));
        }
        Files.writeString(
                to.resolve(LAYOUT + ".5"),
                manual.file(LAYOUT, "what should be on a host's GPUs", "layout.md"));
        Files.writeString(
                to.resolve(CONFIG + ".5"),
                manual.file(CONFIG, "what holds where nothing is typed", "config.md"));
    }

    private static String source() {
        return "vgpuctl " + Main.VERSION;
    }

    private String page(CommandPath path) throws IOException {
        var page = ManPage.render(path, date, source());
        if (path.commands().size() > 1) {
            ManPage.seeAlso(path, page, List.of());
            return page.toString();
        }
        for (var document : OF_THE_PROGRAM) {
            Markdown.add(page, Files.readString(documents.resolve(document)));
        }
        ManPage.seeAlso(path, page, List.of(LAYOUT + "(5)", CONFIG + "(5)"));
        return page.toString();
    }

    private String file(String name, String purpose, String document) throws IOException {
        var page = new Roff(name, 5, date, source());
        page.section("Name").text(Phrase.plain(name + " - " + purpose));
        var text = Files.readString(documents.resolve(document));
        Markdown.add(page, text.replaceFirst("^# .*", "# Description"));
        page.section("See also").text(Phrase.bold("vgpuctl").then("(1)"));
        return page.toString();
    }
}

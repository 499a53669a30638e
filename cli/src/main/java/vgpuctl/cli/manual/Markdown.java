package vgpuctl.cli.manual;

import java.util.ArrayList;
import java.util.List;

/**
 * As much of Markdown as the project's own documents use: headings, paragraphs, lists, tables, code
 * blocks, and in a line code, bold text and links. A table becomes a list: its first column is the
 * term, and a column after the second is introduced by its heading.
 */
public final class Markdown {

    private static final String FENCE = "```";

    /** For those who test a page; a line of its own. */
    private static final String COMMENT = "<!--";

    private static final String NOTHING = "–";

    private final Roff page;
    private final List<String> lines;
    private int at;

    private Markdown(Roff page, String text) {
        this.page = page;
        this.lines = text.lines().toList();
    }

    /** Adds a document to a page. */
    public static void add(Roff page, String text) {
        new Markdown(page, text).all();
    }

    private void all() {
        while (at < lines.size()) {
            block(lines.get(at));
        }
    }

    private void block(String line) {
        if (line.isBlank() || line.startsWith(COMMENT)) {
            at++;
        } else if (line.startsWith("#")) {
            heading(line);
        } else if (line.startsWith(FENCE)) {
            code();
        } else if (line.startsWith("|")) {
            table();
        } else if (line.startsWith("- ")) {
            page.bullet(phrase(joined().substring(2)));
        } else {
            page.paragraph(phrase(joined()));
        }
    }

    private void heading(String line) {
        at++;
        var text = line.replaceFirst("^#+ *", "");
        if (line.startsWith("###")) {
            page.subsection(text);
        } else {
            page.section(text);
        }
    }

    private void code() {
        var code = new ArrayList<String>();
        for (at++; at < lines.size() && !lines.get(at).startsWith(FENCE); at++) {
            code.add(lines.get(at));
        }
        at++;
        page.verbatim(String.join("\n", code));
    }

    /** This line with those that go on with it. */
    private String joined() {
        var text = new StringBuilder(lines.get(at++));
        while (at < lines.size() && goesOn(lines.get(at))) {
            text.append(' ').append(lines.get(at++).strip());
        }
        return text.toString();
    }

    private static boolean goesOn(String line) {
        return !line.isBlank()
                && !line.startsWith("#")
                && !line.startsWith(FENCE)
                && !line.startsWith(COMMENT)
                && !line.startsWith("|")
                && !line.startsWith("- ");
    }

    private void table() {
        var headings = cells(lines.get(at));
        for (at += 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            row(headings, cells(lines.get(at)));
        }
    }

    private void row(List<String> headings, List<String> cells) {
        var meaning = new StringBuilder(cells.get(1));
        for (var i = 2; i < Math.min(cells.size(), headings.size()); i++) {
            if (!cells.get(i).isEmpty() && !cells.get(i).equals(NOTHING)) {
                meaning.append("; ").append(headings.get(i)).append(": ").append(cells.get(i));
            }
        }
        page.entry(Phrase.bold(cells.getFirst().replace("`", "")), phrase(meaning.toString()));
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        for (var cell : line.strip().substring(1).split("\\|", -1)) {
            cells.add(cell.strip());
        }
        cells.removeLast();
        return cells;
    }

    /** A line with its code and bold text, and of a link the words. */
    private static Phrase phrase(String text) {
        var phrase = new Phrase();
        var bold = false;
        for (var part : text.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").split("`|\\*\\*", -1)) {
            if (bold) {
                phrase.thenBold(part);
            } else {
                phrase.then(part);
            }
            bold = !bold;
        }
        return phrase;
    }
}

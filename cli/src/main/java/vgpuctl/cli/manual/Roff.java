package vgpuctl.cli.manual;

import java.util.Locale;
import vgpuctl.cli.screen.Text;

/**
 * A manual page in the macros of man(7), as groff and mandoc both read them. What is written is
 * ASCII: other characters become escapes, so that no reader has to guess an encoding.
 */
public final class Roff {

    /** Of the lines of a page; how wide it is shown is another matter. */
    private static final int WIDTH = 78;

    private final StringBuilder out = new StringBuilder(4096);
    private boolean afterHeading;

    /**
     * Begins a page.
     *
     * @param section its number in the manual
     * @param date as {@code 2026-01-31}
     */
    public Roff(String name, int section, String date, String source) {
        out.append(".TH ")
                .append(quoted(name.toUpperCase(Locale.ROOT)))
                .append(' ')
                .append(section);
        out.append(" \"").append(date).append("\" ").append(quoted(source));
        out.append(" \"vgpuctl manual\"\n.nh\n.ad l\n");
    }

    public Roff section(String heading) {
        out.append(".SH ").append(quoted(heading.toUpperCase(Locale.ROOT))).append('\n');
        afterHeading = true;
        return this;
    }

    public Roff subsection(String heading) {
        out.append(".SS ").append(quoted(heading)).append('\n');
        afterHeading = true;
        return this;
    }

    /** A paragraph of its own. */
    public Roff paragraph(Phrase phrase) {
        newParagraph();
        return text(phrase);
    }

    /** A heading begins one by itself. */
    private void newParagraph() {
        if (!afterHeading) {
            out.append(".PP\n");
        }
    }

    /** Text that goes on where the last one ended. */
    public Roff text(Phrase phrase) {
        for (var line : Text.wrap(phrase.escaped(), WIDTH)) {
            line(line);
        }
        return this;
    }

    /** A line that began with a dot or a quote would be a request. */
    private void line(String line) {
        var first = line.isEmpty() ? ' ' : line.charAt(0);
        afterHeading = false;
        out.append(first == '.' || first == '\'' ? "\\&" : "").append(line).append('\n');
    }

    /** A term, and indented below or beside it what it means. */
    public Roff entry(Phrase term, Phrase meaning) {
        out.append(".TP\n");
        return text(term).text(meaning);
    }

    public Roff bullet(Phrase phrase) {
        out.append(".IP \\(bu 2\n");
        return text(phrase);
    }

    /** Lines that stay as they are. */
    public Roff verbatim(String lines) {
        newParagraph();
        out.append(".RS 4\n.nf\n");
        for (var line : lines.split("\n", -1)) {
            line(line.isEmpty() ? "\\&" : Phrase.escaped(line));
        }
        out.append(".fi\n.RE\n");
        return this;
    }

    private static String quoted(String text) {
        return '"' + Phrase.escaped(text) + '"';
    }

    /** The page. */
    @Override
    public String toString() {
        return out.toString();
    }
}

package vgpuctl.layout.yaml;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import vgpuctl.core.document.Document;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.document.Position;

/**
 * Takes a YAML 1.2 text apart, and so a JSON text.
 *
 * <p>The text is a stranger's: its length and depth are bounded, and of YAML's powers those are
 * refused that a configuration does not need and an attack does: anchors, aliases, tags, several
 * documents.
 */
public final class YamlDocument {

    /** Thousands of vGPUs take a tenth of it. */
    public static final int MOST_CHARACTERS = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setCodePointLimit(MOST_CHARACTERS)
                    .setUseMarks(true)
                    .setParseComments(false)
                    .build();

    private YamlDocument() {}

    /** Never fails: what cannot be read is among the document's mistakes. */
    public static Document read(String text) {
        var mistakes = new Mistakes();
        if (text.length() > MOST_CHARACTERS) {
            mistakes.add(
                    Position.START,
                    text.length() + " characters are too many",
                    "at most " + MOST_CHARACTERS + " are read");
            return new Document(Optional.empty(), mistakes.inOrder());
        }
        return new Document(root(withoutMark(text), mistakes), mistakes.inOrder());
    }

    /** Editors of Windows begin a text with it; YAML allows it there. */
    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static Optional<Node> root(String text, Mistakes mistakes) {
        try {
            var events = new Parse(SETTINGS).parseString(text).iterator();
            return new NodeReader(events, mistakes).root();
        } catch (NodeReader.TooDeep e) {
            mistakes.add(e.mistake());
        } catch (ReaderException _) {
            mistakes.add(unprintable(text));
        } catch (MarkedYamlEngineException e) {
            mistakes.add(malformed(text, e));
        } catch (YamlEngineException e) {
            mistakes.add(Position.START, "this is no YAML: " + firstLine(e), "see docs/layout.md");
        }
        return Optional.empty();
    }

    private static Mistake malformed(String text, MarkedYamlEngineException e) {
        var at = e.getProblemMark().or(e::getContextMark).map(NodeReader::position);
        var tab =
                e.getProblemMark()
                        .filter(mark -> isTab(text, mark))
                        .map(_ ->
                                new Mistake(
                                        at.orElse(Position.START),
                                        "a tab in the indentation",
                                        "YAML wants spaces there"));
        return tab.orElseGet(() ->
                new Mistake(
                        at.orElse(Position.START),
                        "this is no YAML: " + sentence(e),
                        "look at the indentation, quotes and brackets here and above"));
    }

    private static boolean isTab(String text, Mark mark) {
        var at = mark.getIndex();
        return at < text.codePointCount(0, text.length())
                && text.charAt(text.offsetByCodePoints(0, at)) == '\t';
    }

    /** The parser's words are a clause each: where it was, and what it found there. */
    private static String sentence(MarkedYamlEngineException e) {
        var context = Optional.ofNullable(e.getContext());
        return context.map(where -> where.strip() + ", ").orElse("")
                + e.getProblem().strip().replaceAll("\\s*\\n\\s*", " ");
    }

    /** The exception's own position counts from somewhere in the middle of the text. */
    private static Mistake unprintable(String text) {
        var at = 0;
        while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        var point = at < text.length() ? text.codePointAt(at) : 0;
        return new Mistake(
                position(text.substring(0, at)),
                "the character U+" + hex(point) + " cannot be in a text",
                "save the file as UTF-8, without control characters");
    }

    private static String hex(int point) {
        var digits = Integer.toHexString(point).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    /** Where a text goes on. */
    private static Position position(String before) {
        var lines = before.split("\r\n|[\r\n]", -1);
        var last = lines[lines.length - 1];
        return new Position(lines.length, last.codePointCount(0, last.length()) + 1);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

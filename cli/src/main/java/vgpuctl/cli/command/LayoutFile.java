package vgpuctl.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.problem.Problem;
import vgpuctl.layout.text.LayoutText;

/** A layout from a file, or from standard input where it is called {@code -}. */
public final class LayoutFile {

    /** A layout is no larger; its reader says so. */
    private static final int MOST_BYTES = 1 << 20;

    private LayoutFile() {}

    /** The layout; all that is wrong with it at once. */
    static ReadLayout.Understood read(String file) {
        return understood(file, text(file));
    }

    /** The layout that a text is. */
    static ReadLayout.Understood understood(String file, String text) {
        return switch (LayoutText.read(text)) {
            case ReadLayout.Understood understood -> understood;
            case ReadLayout.Mistaken(var mistakes) -> {
                var lines = new StringBuilder(file + " cannot be applied");
                for (Mistake mistake : mistakes) {
                    lines.append("\n       ").append(mistake);
                }
                throw new Problem.BadInput(
                                lines.toString(), "docs/layout.md explains the file, with examples")
                        .thrown();
            }
        };
    }

    static String text(String file) {
        return TextFile.read(file, MOST_BYTES, "a layout file");
    }

    /** Writes a text where somebody wants it, in place of what is there. */
    public static void write(String file, String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException | InvalidPathException e) {
            throw new Problem.BadInput(
                            file + " could not be written: " + e.getMessage(),
                            "name a file in a directory of your own")
                    .thrown();
        }
    }
}

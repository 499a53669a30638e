package vgpuctl.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.problem.Problem;
import vgpuctl.layout.text.LayoutText;

/** A layout from a file, or from standard input where it is called {@code -}. */
final class LayoutFile {

    /** A layout is no larger; its reader says so. */
    private static final int MOST_BYTES = 1 << 20;

    private LayoutFile() {}

    /** The layout; all that is wrong with it at once. */
    static ReadLayout.Understood read(String file) {
        return switch (LayoutText.read(text(file))) {
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

    private static String text(String file) {
        try (var in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(MOST_BYTES + 1), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new Problem.NotFound(
                            file + " could not be read: " + e.getMessage(),
                            "name a layout file, or - for standard input")
                    .thrown();
        }
    }
}

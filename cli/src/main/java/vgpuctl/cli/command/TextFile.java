package vgpuctl.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import vgpuctl.core.problem.Problem;

/** A text that a caller names: a file, or standard input where it is called {@code -}. */
final class TextFile {

    private TextFile() {}

    /**
     * The text; no more of it than a reader takes, and a byte, so that the reader says so.
     *
     * @param meant what to name instead, for whoever named something that cannot be read
     */
    static String read(String file, int mostBytes, String meant) {
        try (var in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(mostBytes + 1), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            throw new Problem.NotFound(file + " is not there", wayOut(meant)).thrown();
        } catch (AccessDeniedException _) {
            throw new Problem.NotPermitted(file + " may not be read", wayOut(meant)).thrown();
        } catch (IOException | InvalidPathException e) {
            throw new Problem.NotFound(
                            file + " could not be read: " + e.getMessage(), wayOut(meant))
                    .thrown();
        }
    }

    private static String wayOut(String meant) {
        return "name " + meant + ", or - for standard input";
    }
}

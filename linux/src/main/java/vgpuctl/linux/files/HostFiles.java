package vgpuctl.linux.files;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;

/**
 * The files of a host, all below one root: {@code /} on a real host, a directory on a simulated
 * one.
 *
 * <p>Paths given here are the host's own absolute ones. Reading never throws: what cannot be read
 * says why. What is read comes from outside, so it is bounded.
 */
public final class HostFiles {

    /** No file that we read whole is larger; vgpuConfig.xml, the largest, has 0.7 MiB. */
    private static final int MOST_BYTES = 8 << 20;

    /** No attribute of sysfs is larger. */
    private static final int USUAL_BYTES = 4096;

    private final Path root;
    private final Disk disk;

    public HostFiles(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /** Where a path of the host lies. */
    public Path at(String path) {
        return root.resolve(path.substring(1));
    }

    public boolean exists(String path) {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** A file's text; unknown where it is missing too. */
    public Reading<String> text(String path) {
        // Nobody is asked for the size: sysfs says 4096 of every file, and a look reads hundreds.
        try (var in = new FileInputStream(at(path).toFile())) {
            var bytes = new byte[USUAL_BYTES];
            var size = 0;
            for (var read = 0; read >= 0; read = in.read(bytes, size, bytes.length - size)) {
                size += read;
                if (size > MOST_BYTES) {
                    return Reading.unknown(path + " is larger than " + (MOST_BYTES >> 20) + " MiB");
                }
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * size);
                }
            }
            return Reading.of(new String(bytes, 0, size, StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Reading.unknown(path + ": " + whyNotOpened(path));
        } catch (IOException e) {
            return Reading.unknown(path + ": " + why(e));
        }
    }

    private String whyNotOpened(String path) {
        if (!exists(path)) {
            return "No such file or directory";
        }
        return Files.isReadable(at(path)) ? "cannot be opened" : "Permission denied";
    }

    /** A file's text; empty where there is no file. */
    public Reading<Optional<String>> textIfThere(String path) {
        return exists(path) ? text(path).map(Optional::of) : Reading.of(Optional.empty());
    }

    /** An attribute of sysfs: its text without the newline. */
    public Reading<String> attribute(String path) {
        return text(path).map(String::strip);
    }

    /** The names in a directory, sorted; none where there is no directory. */
    public Reading<List<String>> names(String path) {
        File directory = at(path).toFile();
        var names = directory.list();
        if (names == null) {
            return directory.exists()
                    ? Reading.unknown(path + ": " + whyNotListed(directory))
                    : Reading.of(List.of());
        }
        Arrays.sort(names);
        return Reading.of(List.of(names));
    }

    private static String whyNotListed(File directory) {
        return directory.isDirectory() ? "Permission denied" : "Not a directory";
    }

    /** When a file was last written; empty where there is none. */
    public Optional<Instant> modified(String path) {
        try {
            return Optional.of(Files.getLastModifiedTime(at(path)).toInstant());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The last name in what a symbolic link points at; empty where there is no link. */
    public Optional<String> linkedName(String path) {
        try {
            return Optional.ofNullable(Files.readSymbolicLink(at(path)).getFileName())
                    .map(Path::toString);
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /** The name of the directory that a link's target lies in. */
    public Optional<String> nameAboveLinked(String path) {
        try {
            return Optional.ofNullable(Files.readSymbolicLink(at(path)).getParent())
                    .map(Path::getFileName)
                    .map(Path::toString);
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /**
     * Replaces a file's text, or makes the file: readers see the old text or the new, and so they
     * do after a power cut.
     *
     * @param unfinished where the text is written first, on the same file system. A process that is
     *     killed leaves it there: it is for the caller to choose a place where it does no harm, and
     *     to delete it the next time
     * @throws vgpuctl.core.problem.ProblemException where it cannot be written
     */
    public void replace(String path, String text, String unfinished) {
        try {
            disk.createDirectories(at(path).resolveSibling("."));
            disk.write(at(unfinished), text);
            disk.move(at(unfinished), at(path));
        } catch (IOException e) {
            forget(unfinished);
            throw notWritten(path, e).thrown();
        }
    }

    private void forget(String unfinished) {
        try {
            disk.delete(at(unfinished));
        } catch (IOException _) {
            // Why the text could not be written says more.
        }
    }

    /** Makes a directory where there is none, with those above it. */
    public void createDirectories(String path) {
        try {
            disk.createDirectories(at(path));
        } catch (IOException e) {
            throw notWritten(path, e).thrown();
        }
    }

    public void append(String path, String text) {
        try {
            disk.append(at(path), text);
        } catch (IOException e) {
            throw notWritten(path, e).thrown();
        }
    }

    /** Deletes a file; nothing happens where there is none. */
    public void delete(String path) {
        try {
            disk.delete(at(path));
        } catch (IOException e) {
            throw notWritten(path, e).thrown();
        }
    }

    private static Problem notWritten(String path, IOException e) {
        return e instanceof AccessDeniedException
                ? new Problem.NotPermitted(
                        path + " may not be written", "run as root: sudo vgpuctl …")
                : new Problem.Refused(
                        path + " could not be written",
                        why(e),
                        "make room on that file system or see why it refuses, then try again");
    }

    private static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }
}

package vgpuctl.simulation.sysfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The directory that a simulated machine is kept in, addressed by the machine's own paths. */
public record Tree(Path root) {

    /** A file's lock is the process's: it keeps no two threads apart. */
    private static final ReentrantLock WITHIN = new ReentrantLock();

    public Path at(String path) {
        return root.resolve(path.substring(1));
    }

    public boolean exists(String path) {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    public void directory(String path) {
        attempt(() -> Files.createDirectories(at(path)));
    }

    /**
     * Does something while nobody else does such a thing to this machine: the kernel takes one
     * change of a device after the other. The file's lock is the process's, and keeps only others
     * out; within it, as in the daemon, threads take turns.
     */
    public <T> T alone(Supplier<T> change) {
        var lock = root.resolveSibling(root.getFileName() + ".lock");
        WITHIN.lock();
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return change.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            WITHIN.unlock();
        }
    }

    /** Replaces a file in one go where its text is another. */
    public void update(String path, String text) {
        if (!exists(path) || !text(path).equals(text)) {
            file(path + ".new", text);
            move(path + ".new", path);
        }
    }

    public void file(String path, String text) {
        attempt(() -> {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.writeString(at(path), text);
        });
    }

    /**
     * Gives a text a name: another one where it has one already, as long as the file system lets it
     * have more.
     */
    void name(String path, String text, Map<String, String> texts) {
        var first = texts.get(text);
        if (first == null || !named(path, first)) {
            file(path, text);
            texts.put(text, path);
        }
    }

    private boolean named(String path, String first) {
        try {
            try {
                Files.createLink(at(path), at(first));
            } catch (NoSuchFileException _) {
                Files.createDirectories(at(path).resolveSibling("."));
                Files.createLink(at(path), at(first));
            }
            return true;
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    boolean isLink(String path) {
        return Files.isSymbolicLink(at(path));
    }

    boolean isDirectory(String path) {
        return Files.isDirectory(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    public void link(String path, String target) {
        attempt(() -> {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.deleteIfExists(at(path));
            Files.createSymbolicLink(at(path), Path.of(target));
        });
    }

    public String text(String path) {
        try {
            return Files.readString(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a path leads to, through all links; empty where nothing is there. */
    public Optional<String> resolved(String path) {
        try {
            return Optional.of("/" + root.toRealPath().relativize(at(path).toRealPath()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What a symbolic link points at, as it was written. */
    public String linked(String path) {
        try {
            return Files.readSymbolicLink(at(path)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in a directory, sorted; none where there is no directory. */
    public List<String> names(String path) {
        if (!Files.isDirectory(at(path))) {
            return List.of();
        }
        try (var entries = Files.list(at(path))) {
            return entries.map(Path::getFileName).map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void move(String from, String to) {
        attempt(() -> Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Deletes a file, a link, or a directory with all that is in it. */
    public void delete(String path) {
        if (!exists(path)) {
            return;
        }
        attempt(() -> {
            try (var entries = Files.walk(at(path))) {
                for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        });
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package vgpuctl.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The directory that a simulated machine is kept in, addressed by the machine's own paths. */
record Tree(Path root) {

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    boolean exists(String path) {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    void directory(String path) {
        attempt(() -> Files.createDirectories(at(path)));
    }

    /**
     * Does something while no other process does such a thing to this machine: the kernel takes one
     * change of a device after the other.
     */
    <T> T alone(Supplier<T> change) {
        var lock = root.resolveSibling(root.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return change.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file in one go where its text is another. */
    void update(String path, String text) {
        if (!exists(path) || !text(path).equals(text)) {
            file(path + ".new", text);
            move(path + ".new", path);
        }
    }

    void file(String path, String text) {
        attempt(() -> {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.writeString(at(path), text);
        });
    }

    void link(String path, String target) {
        attempt(() -> {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.deleteIfExists(at(path));
            Files.createSymbolicLink(at(path), Path.of(target));
        });
    }

    String text(String path) {
        try {
            return Files.readString(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a symbolic link points at, as it was written. */
    String linked(String path) {
        try {
            return Files.readSymbolicLink(at(path)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in a directory, sorted; none where there is no directory. */
    List<String> names(String path) {
        if (!Files.isDirectory(at(path))) {
            return List.of();
        }
        try (var entries = Files.list(at(path))) {
            return entries.map(Path::getFileName).map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void move(String from, String to) {
        attempt(() -> Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Deletes a file, a link, or a directory with all that is in it. */
    void delete(String path) {
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

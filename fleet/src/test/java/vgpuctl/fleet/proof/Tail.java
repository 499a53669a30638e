package vgpuctl.fleet.proof;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The lines of a log as they come. */
final class Tail {

    private static final int MOST_AT_ONCE = 16 << 20;

    private final Path file;
    private final Consumer<String> reader;
    private long position;

    Tail(Path file, Consumer<String> reader) {
        this.file = file;
        this.reader = reader;
    }

    /** All whole lines that came since. */
    void more() {
        if (!Files.exists(file)) {
            return;
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            while (true) {
                in.seek(position);
                var bytes = new byte[(int) Math.min(MOST_AT_ONCE, in.length() - position)];
                in.readFully(bytes);
                var end = bytes.length;
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                if (end == 0) {
                    return;
                }
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(reader);
                position += end;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

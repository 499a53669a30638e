package vgpuctl.fleet.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Lines that outlive their process: written, each in one piece, before anything follows from it.
 */
final class HistoryLog implements AutoCloseable {

    private final FileChannel channel;

    private HistoryLog(FileChannel channel) {
        this.channel = channel;
    }

    static HistoryLog open(Path file) {
        try {
            var log =
                    new HistoryLog(
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            // Behind half a line of one that was killed.
            log.write("\n");
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All whole lines so far. */
    static List<String> lines(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            var text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the time before the third word. */
    void say(String word, String... more) {
        write(word + "\t" + System.nanoTime() + "\t" + String.join("\t", more) + "\n");
    }

    private synchronized void write(String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

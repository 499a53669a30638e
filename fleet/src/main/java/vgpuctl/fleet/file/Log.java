package vgpuctl.fleet.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;

/** One generation: lines that are only ever added, each with its checksum in front. */
final class Log implements AutoCloseable {

    private static final int CHECKSUM = 8;

    private static final int LONGEST_LINE = 256 << 20;

    private static final JsonReader.Limits LIMITS = new JsonReader.Limits(16, LONGEST_LINE);

    /**
     * Lines that were read.
     *
     * @param isTorn whether something follows that is no whole line
     * @param isDamaged whether a whole line that is wrong follows: no kill leaves one
     */
    record Lines(List<JsonObject> records, boolean isTorn, boolean isDamaged) {}

    private final Path path;
    private final FileChannel channel;
    private long end;

    private Log(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static Log open(Path path) throws IOException {
        return new Log(
                path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Makes one with its first line, whole or not at all. */
    static void create(Path directory, String name, JsonObject first) throws IOException {
        var unfinished = directory.resolve("unfinished");
        try (var channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, 0, line(first));
            channel.force(true);
        }
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directory);
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Path path() {
        return path;
    }

    /** How much of it was read. */
    long end() {
        return end;
    }

    /** Whether somebody put back an older one in its place. */
    boolean isShorterThanRead() throws IOException {
        return channel.size() < end;
    }

    /** What was added since the last call. */
    Lines more() throws IOException {
        var size = channel.size();
        if (size <= end) {
            return new Lines(List.of(), false, false);
        }
        var bytes = new byte[Math.toIntExact(size - end)];
        var read = read(bytes);
        var records = new ArrayList<JsonObject>();
        var start = 0;
        while (true) {
            var newLine = indexOf(bytes, start, read);
            if (newLine < 0) {
                return new Lines(records, start < read, false);
            }
            var record = record(bytes, start, newLine);
            if (record.isEmpty()) {
                return new Lines(records, true, newLine + 1 < read);
            }
            records.add(record.get());
            end += newLine + 1 - start;
            start = newLine + 1;
        }
    }

    private int read(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, end + buffer.position()) >= 0) {
            // The rest.
        }
        return buffer.position();
    }

    private static int indexOf(byte[] bytes, int start, int stop) {
        for (var at = start; at < stop; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static Optional<JsonObject> record(byte[] bytes, int start, int stop) {
        if (stop - start <= CHECKSUM + 1) {
            return Optional.empty();
        }
        var checksum = new String(bytes, start, CHECKSUM, StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(bytes, start + CHECKSUM + 1, stop - start - CHECKSUM - 1);
        if (!checksum.equals(HexFormat.of().toHexDigits((int) crc.getValue()))) {
            return Optional.empty();
        }
        var text =
                new String(
                        bytes,
                        start + CHECKSUM + 1,
                        stop - start - CHECKSUM - 1,
                        StandardCharsets.UTF_8);
        return Optional.of((JsonObject) JsonReader.read(text, LIMITS));
    }

    /** Adds a line and waits until it is on the disk. Only under the lock, after {@link #more}. */
    void append(JsonObject record) throws IOException {
        var line = line(record);
        try {
            write(channel, end, line);
        } catch (IOException e) {
            // A full disk: what fitted is taken back, or cut off by whoever writes next.
            channel.truncate(end);
            throw e;
        }
        channel.force(false);
        end += line.length;
    }

    /** Cuts off what a killed writer left behind the last whole line. Only under the lock. */
    void cutOff() throws IOException {
        channel.truncate(end);
    }

    private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private static byte[] line(JsonObject record) {
        var text = JsonWriter.compact(record).getBytes(StandardCharsets.UTF_8);
        var crc = new CRC32();
        crc.update(text);
        var head =
                (HexFormat.of().toHexDigits((int) crc.getValue()) + " ")
                        .getBytes(StandardCharsets.ISO_8859_1);
        var line = new byte[head.length + text.length + 1];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(text, 0, line, head.length, text.length);
        line[line.length - 1] = '\n';
        return line;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

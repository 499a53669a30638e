package vgpuctl.linux.command;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads what is added to a file, line by line, while it is being written. */
final class LogFollower implements AutoCloseable {

    /** Of what was added, so much is kept for those who ask how it ended. */
    private static final int MOST_KEPT = 64 << 10;

    private static final int PIECE = 8192;

    private final RandomAccessFile file;
    private final Consumer<String> lines;
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    private final CharBuffer characters = CharBuffer.allocate(PIECE);
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder kept = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    /** Begins at the file's present end. */
    LogFollower(File file, Consumer<String> lines) throws IOException {
        this.file = new RandomAccessFile(file, "r");
        this.file.seek(this.file.length());
        this.lines = lines;
    }

    /** What cannot be read now, is in the file all the same. */
    void follow() {
        try {
            while (fill()) {
                decoder.decode(bytes.flip(), characters, false);
                bytes.compact();
                take(characters.flip().toString());
                characters.clear();
            }
        } catch (IOException e) {
            lines.accept("(the log cannot be followed: " + e.getMessage() + ")");
        }
    }

    /** Behind what is left of a character whose end had not been written. */
    private boolean fill() throws IOException {
        var read = file.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read));
        return read > 0;
    }

    private void take(String text) {
        kept.append(text);
        kept.delete(0, Math.max(0, kept.length() - MOST_KEPT));
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || line.length() == MOST_KEPT) {
                lines.accept(line.toString());
                line.setLength(0);
            } else {
                line.append(text.charAt(i));
            }
        }
    }

    /** The last of what was added. */
    String end() {
        return kept.toString();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package vgpuctl.linux.doctor;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.zip.GZIPInputStream;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.doctor.Source;
import vgpuctl.core.doctor.TextKind;

/**
 * Feeds a text of any size and origin to an examination, in pieces that end with a line. Packed
 * logs ({@code .gz}) and UTF-16, as Windows writes it, are recognised by their first bytes.
 */
final class TextReader {

    private static final int PIECE = 1 << 18;

    /** A packed file can be made to unpack without end. */
    private static final long MOST = 8L << 30;

    private final Examination examination;

    TextReader(Examination examination) {
        this.examination = examination;
    }

    /** Reads to the end; what fails on the way is told to the examination. */
    void read(String name, InputStream raw) {
        try (var in = decoded(raw)) {
            var first = new byte[PIECE];
            read(name, in, first, fill(in, first, 0));
        } catch (IOException e) {
            examination.unread(name, "not read to its end: " + e.getMessage());
        }
    }

    private void read(String name, InputStream in, byte[] first, int beginning) throws IOException {
        var kind = TextKind.of(new String(first, 0, beginning, UTF_8));
        var text = examination.begin(new Source(name, kind));
        var total = (long) beginning;
        if (beginning < PIECE) {
            text.feed(first, 0, beginning);
        } else {
            try (var ahead = new ScansAhead(examination, text, PIECE)) {
                total = feed(ahead, in, first);
            }
        }
        text.end();
        if (total > MOST) {
            examination.unread(name, "only the first " + (MOST >> 30) + " GiB were read");
        }
    }

    /** Returns how much was read. */
    private static long feed(ScansAhead ahead, InputStream in, byte[] first) throws IOException {
        var piece = first;
        var filled = PIECE;
        var total = (long) filled;
        while (filled == PIECE && total <= MOST) {
            var whole = wholeLines(piece);
            var kept = PIECE - whole;
            var next = ahead.room();
            System.arraycopy(piece, whole, next, 0, kept);
            ahead.feed(piece, whole);
            piece = next;
            filled = fill(in, piece, kept);
            total += filled - kept;
        }
        if (filled > 0) {
            ahead.feed(piece, filled);
        }
        return total;
    }

    /** As far as lines are whole; all of it where there is no line's end. */
    private static int wholeLines(byte[] piece) {
        for (var i = PIECE; i > 0; i--) {
            if (piece[i - 1] == '\n') {
                return i;
            }
        }
        return PIECE;
    }

    /** Fills the piece behind what it has; returns how much it has then: all, or to the end. */
    private static int fill(InputStream in, byte[] piece, int kept) throws IOException {
        return kept + in.readNBytes(piece, kept, PIECE - kept);
    }

    private static InputStream decoded(InputStream raw) throws IOException {
        // Small: what is read into a whole piece passes it by.
        var in = new BufferedInputStream(raw, 1 << 12);
        in.mark(4);
        var first = in.readNBytes(2);
        in.reset();
        if (first.length < 2) {
            return in;
        }
        return switch (((first[0] & 0xff) << 8) | (first[1] & 0xff)) {
            case 0x1f8b -> new GZIPInputStream(in, PIECE);
            case 0xfffe -> new Utf8(new InputStreamReader(in, UTF_16LE));
            case 0xfeff -> new Utf8(new InputStreamReader(in, UTF_16BE));
            default -> in;
        };
    }

    /** Characters as bytes in UTF-8. */
    private static final class Utf8 extends InputStream {

        private static final Charset TO = UTF_8;

        private final Reader reader;
        private final CharBuffer characters = CharBuffer.allocate(PIECE / 4);
        private byte[] bytes = new byte[0];
        private int at;

        private Utf8(Reader reader) {
            this.reader = reader;
        }

        @Override
        public int read() throws IOException {
            return ready() ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (!ready()) {
                return -1;
            }
            var count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, to, from, count);
            at += count;
            return count;
        }

        private boolean ready() throws IOException {
            if (at == bytes.length) {
                characters.clear();
                if (reader.read(characters) < 0) {
                    return false;
                }
                bytes = characters.flip().toString().getBytes(TO);
                at = 0;
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}

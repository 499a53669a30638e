package vgpuctl.cli.daemon;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/**
 * A request to a daemon and its reply, on a connection of its own. A client of the JDK's would take
 * longer to load than the command takes, and knows no Unix sockets.
 */
public final class Exchange implements AutoCloseable {

    /** What a layout of a large host prints is a tenth of it. */
    private static final int LONGEST_REPLY = 16 << 20;

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "content-length:";

    private final SocketChannel channel;
    private final Selector selector;

    private Exchange(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        selector = Selector.open();
        // A daemon that takes no more connections is not waited for.
        channel.configureBlocking(false);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** What came back. */
    public record Reply(int status, String body) {

        public Optional<JsonObject> json() {
            return JsonReader.readObject(body);
        }
    }

    /** Somebody is there and says nothing. */
    public static final class Silence extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** A look. */
    public static Reply get(Path socket, String path, Duration limit) throws IOException {
        try (var exchange = new Exchange(socket)) {
            exchange.send(head("GET", path) + "\r\n", limit);
            return exchange.reply(limit);
        }
    }

    /** A change, which may take its time; empty where it could not be sent in full. */
    public static Optional<Reply> post(Path socket, String path, String json) throws IOException {
        try (var exchange = new Exchange(socket)) {
            var length = json.getBytes(StandardCharsets.UTF_8).length;
            var more =
                    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(length);
            try {
                exchange.send(head("POST", path) + more + json, Duration.ZERO);
            } catch (IOException _) {
                return Optional.empty();
            }
            return Optional.of(exchange.reply(Duration.ZERO));
        }
    }

    private static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: vgpuctl\r\nConnection: close\r\n";
    }

    private void send(String text, Duration limit) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        var key = channel.register(selector, SelectionKey.OP_WRITE);
        while (bytes.hasRemaining()) {
            await(limit);
            channel.write(bytes);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** All until the daemon closes; less than it announced is no reply. */
    private Reply reply(Duration limit) throws IOException {
        var all = new ByteArrayOutputStream();
        var some = ByteBuffer.allocate(8192);
        while (true) {
            await(limit);
            var count = channel.read(some.clear());
            if (count < 0 || all.size() > LONGEST_REPLY) {
                return reply(all.toByteArray());
            }
            all.write(some.array(), 0, count);
        }
    }

    private static Reply reply(byte[] bytes) throws IOException {
        var latin = new String(bytes, StandardCharsets.ISO_8859_1);
        var end = latin.indexOf(END_OF_HEAD);
        if (end < 0 || !latin.startsWith("HTTP/1.1 ")) {
            throw new EOFException("no reply");
        }
        var start = end + END_OF_HEAD.length();
        if (length(latin.substring(0, end)) != bytes.length - start) {
            throw new EOFException("not the whole reply");
        }
        var body = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        return new Reply(number(latin.substring(9, Math.min(12, end))), body);
    }

    private static int length(String head) throws IOException {
        for (var line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                return number(line.substring(LENGTH.length()).strip());
            }
        }
        throw new EOFException("no length");
    }

    private static int number(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("no number: " + text, e);
        }
    }

    /** Until something can be read or written; for ever where the limit is nothing. */
    private void await(Duration limit) throws IOException {
        selector.select(limit.toMillis());
        if (selector.selectedKeys().isEmpty()) {
            throw new Silence();
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}

package vgpuctl.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.server.api.Followed;
import vgpuctl.server.events.Event;
import vgpuctl.server.events.EventLog;

/**
 * Events over a connection that stays open, as a browser's EventSource reads them. The first one,
 * {@code ready}, says that whatever happens from then on will be told.
 */
final class EventStream {

    /**
     * Well before anybody takes the connection for dead. That a listener has gone is noticed with
     * the second word to it, and until then it takes up a place.
     */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private EventStream() {}

    /**
     * Sends events until the listener goes or the daemon ends.
     *
     * @param lastId the last one that it has
     */
    static void send(EventLog log, Optional<String> lastId, Response response, Callback callback) {
        begin(response);
        try (var listener = log.listen(lastId)) {
            write(
                    response,
                    "retry: 2000\nevent: ready\nid: " + listener.position() + "\ndata: {}\n\n");
            for (var events = listener.next(SILENCE);
                    events.isPresent();
                    events = listener.next(SILENCE)) {
                write(response, events.get().isEmpty() ? ":\n\n" : text(events.get()));
            }
            Content.Sink.write(response, true, BufferUtil.EMPTY_BUFFER);
            callback.succeeded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } catch (IOException e) {
            // The listener is gone.
            callback.failed(e);
        }
    }

    /** Sends how an operation is, and again whenever that changes, until it is over. */
    static void send(Followed operation, Response response, Callback callback) {
        begin(response);
        try {
            var seen = operation.after(-1, SILENCE);
            write(response, text(seen));
            while (!seen.isOver()) {
                var next = operation.after(seen.version(), SILENCE);
                write(response, next.version() == seen.version() ? ":\n\n" : text(next));
                seen = next;
            }
            Content.Sink.write(response, true, BufferUtil.EMPTY_BUFFER);
            callback.succeeded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } catch (IOException e) {
            // Whoever followed it is gone.
            callback.failed(e);
        }
    }

    private static String text(Followed.Seen seen) {
        return "event: operation\nid: %d\ndata: %s\n\n"
                .formatted(seen.version(), JsonWriter.compact(seen.json()));
    }

    private static void begin(Response response) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        // As it is, not in chunks: the end of a chunk is sent with the next one, and Cockpit waits
        // for it.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    private static String text(List<Event> events) {
        var text = new StringBuilder();
        for (var event : events) {
            text.append("event: ").append(event.kind());
            text.append("\nid: ").append(event.id());
            text.append("\ndata: ").append(event.data());
            text.append("\n\n");
        }
        return text.toString();
    }

    private static void write(Response response, String text) throws IOException {
        Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package vgpuctl.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.server.api.Followed;

/** How an operation goes on, for whoever follows it. */
final class OperationStream {

    private OperationStream() {}

    /** Sends how it is, and again whenever that changes, until it is over. */
    static void send(Followed operation, Response response, Callback callback) {
        EventStream.begin(response);
        try {
            var seen = operation.after(-1, EventStream.SILENCE);
            write(response, text(seen));
            while (!seen.isOver()) {
                var next = operation.after(seen.version(), EventStream.SILENCE);
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

    private static void write(Response response, String text) throws IOException {
        Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}

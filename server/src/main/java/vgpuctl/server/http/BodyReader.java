package vgpuctl.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import vgpuctl.server.api.Refusal;
import vgpuctl.server.api.Reply;

/** Reads bodies that neither are large nor come slowly. */
final class BodyReader {

    /** A layout with every vGPU of a large host has some 20 KiB. */
    private static final int MOST_BYTES = 256 << 10;

    private final Duration limit;

    /**
     * A reader.
     *
     * @param limit within which the whole of a body has to come
     */
    BodyReader(Duration limit) {
        this.limit = limit;
    }

    /** The whole body. */
    String text(Request request) throws Turned {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(request)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Turned(
                    Refusal.ofHttp(400, "BadInput", "the body is no UTF-8", "send it as UTF-8"));
        } catch (IOException e) {
            throw new Turned(cutOff());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Turned(cutOff());
        }
    }

    private byte[] bytes(Request request) throws Turned, IOException, InterruptedException {
        if (request.getLength() > MOST_BYTES) {
            throw new Turned(tooLarge());
        }
        var end = System.nanoTime() + limit.toNanos();
        var bytes = new byte[4096];
        var size = 0;
        while (true) {
            var chunk = next(request, end);
            try {
                var more = chunk.remaining();
                if (size + more > MOST_BYTES) {
                    throw new Turned(tooLarge());
                }
                if (size + more > bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
                }
                chunk.getByteBuffer().get(bytes, size, more);
                size += more;
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                return Arrays.copyOf(bytes, size);
            }
        }
    }

    private Content.Chunk next(Request request, long end)
            throws Turned, IOException, InterruptedException {
        for (var chunk = request.read(); ; chunk = request.read()) {
            if (end - System.nanoTime() < 0) {
                throw new Turned(tooSlow());
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw new IOException(chunk.getFailure());
            }
            if (chunk != null) {
                return chunk;
            }
            var came = new CountDownLatch(1);
            request.demand(came::countDown);
            if (!came.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new Turned(tooSlow());
            }
        }
    }

    private static Reply tooLarge() {
        return Refusal.ofHttp(
                        413,
                        "ContentTooLarge",
                        "the body has more than " + (MOST_BYTES >> 10) + " KiB",
                        "send less")
                .with("Connection", "close");
    }

    private Reply tooSlow() {
        return Refusal.ofHttp(
                        408,
                        "RequestTimeout",
                        "the body did not come within " + limit.toSeconds() + " s",
                        "send it at once")
                .with("Connection", "close");
    }

    private static Reply cutOff() {
        return Refusal.ofHttp(400, "BadInput", "the body has no end", "send the whole of it")
                .with("Connection", "close");
    }
}

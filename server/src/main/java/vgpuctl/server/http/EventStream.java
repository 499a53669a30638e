package vgpuctl.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import vgpuctl.server.events.Event;
import vgpuctl.server.events.EventLog;

/**
 * Events over a connection that stays open, as a browser's EventSource reads them. The first one,
 * {@code ready}, says that whatever happens from then on will be told.
 *
 * <p>No thread waits for it: whoever adds an event writes it to each connection that has room, and
 * whoever makes room writes what came meanwhile.
 */
final class EventStream extends IteratingCallback {

    /**
     * Well before anybody takes the connection for dead. That a listener has gone is noticed with
     * the second word to it, and until then it takes up a place.
     */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final Response response;
    private final Callback callback;
    private final Scheduler scheduler;
    private final EventLog.Listener listener;

    /** What is written before anything that happens. */
    private Optional<String> first;

    /** Whether nothing has happened since the last beat. */
    private final AtomicBoolean silent = new AtomicBoolean();

    /** Whether something has to be written although nothing has happened. */
    private final AtomicBoolean beat = new AtomicBoolean();

    private volatile boolean hasBegun;
    private boolean isEnded;
    private volatile boolean isOver;

    private EventStream(
            EventLog log,
            Optional<String> lastId,
            Response response,
            Callback callback,
            Scheduler scheduler) {
        this.response = response;
        this.callback = callback;
        this.scheduler = scheduler;
        this.listener = log.listen(lastId, this::news);
        this.first =
                Optional.of(
                        "retry: 2000\nevent: ready\nid: " + listener.position() + "\ndata: {}\n\n");
    }

    /**
     * Sends events until the listener goes or the daemon ends, and returns at once.
     *
     * @param lastId the last one that it has
     * @param callback is told of the end
     */
    static void send(
            EventLog log,
            Optional<String> lastId,
            Response response,
            Callback callback,
            Scheduler scheduler) {
        begin(response);
        var stream = new EventStream(log, lastId, response, callback, scheduler);
        stream.hasBegun = true;
        stream.iterate();
        stream.awaitBeat();
    }

    static void begin(Response response) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        // As it is, not in chunks: the end of a chunk is sent with the next one, and Cockpit waits
        // for it.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    /** What comes before it has begun is taken with the first word. */
    private void news() {
        if (hasBegun) {
            iterate();
        }
    }

    private void awaitBeat() {
        scheduler.schedule(this::beat, SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        if (isOver) {
            return;
        }
        if (silent.getAndSet(true)) {
            beat.set(true);
            iterate();
        }
        awaitBeat();
    }

    /** One piece after another; idle until there is something to say. */
    @Override
    protected Action process() {
        if (isEnded) {
            return Action.SUCCEEDED;
        }
        if (first.isPresent()) {
            var ready = first.get();
            first = Optional.empty();
            return write(ready);
        }
        var events = listener.take();
        if (events.isEmpty()) {
            isEnded = true;
            response.write(true, BufferUtil.EMPTY_BUFFER, this);
            return Action.SCHEDULED;
        }
        var isDue = beat.getAndSet(false);
        if (!events.get().isEmpty()) {
            silent.set(false);
            return write(text(events.get()));
        }
        return isDue ? write(":\n\n") : Action.IDLE;
    }

    private Action write(String text) {
        response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this);
        return Action.SCHEDULED;
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

    @Override
    protected void onCompleteSuccess() {
        end();
        callback.succeeded();
    }

    /** The listener is gone. */
    @Override
    protected void onCompleteFailure(Throwable failure) {
        end();
        callback.failed(failure);
    }

    private void end() {
        isOver = true;
        listener.close();
    }
}

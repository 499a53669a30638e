package vgpuctl.server.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A listener whose thread waits for what comes. */
final class Waiting implements AutoCloseable {

    private final Semaphore news = new Semaphore(0);
    private final EventLog.Listener listener;

    Waiting(EventLog log, Optional<String> lastId) {
        listener = log.listen(lastId, news::release);
    }

    Waiting(EventLog log) {
        this(log, Optional.empty());
    }

    String position() {
        return listener.position();
    }

    /** None when the time is over; empty when there is nothing more to come. */
    Optional<List<Event>> next(Duration patience) throws InterruptedException {
        var taken = listener.take();
        while (taken.isPresent()
                && taken.get().isEmpty()
                && news.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            taken = listener.take();
        }
        return taken;
    }

    @Override
    public void close() {
        listener.close();
    }
}

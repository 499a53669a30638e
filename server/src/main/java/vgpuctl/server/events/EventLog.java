package vgpuctl.server.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import vgpuctl.core.json.JsonObject;

/**
 * The last events, for those who listen and those who come back. Nobody holds another one up: who
 * is too slow misses some, and is told so.
 */
public final class EventLog implements AutoCloseable {

    /** More than happens on a full host while a connection is made again. */
    static final int KEPT = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition listening = lock.newCondition();
    private final ArrayDeque<Event> kept = new ArrayDeque<>();
    private final Set<Listener> listeners = new LinkedHashSet<>();

    /** Tells this run's numbers from those of another. */
    private final String run;

    private long last;
    private boolean nudged;
    private boolean closed;

    public EventLog(String run) {
        this.run = run;
    }

    /** Adds what happened; everybody who listens gets it. */
    void add(List<Happening> happenings) {
        if (happenings.isEmpty()) {
            return;
        }
        List<Listener> all;
        lock.lock();
        try {
            for (var happening : happenings) {
                last++;
                kept.addLast(Event.of(id(last), happening));
                if (kept.size() > KEPT) {
                    kept.removeFirst();
                }
            }
            all = List.copyOf(listeners);
        } finally {
            lock.unlock();
        }
        all.forEach(listener -> listener.news.run());
    }

    /**
     * Begins to listen.
     *
     * @param lastId the last event that the listener has; empty for those from now on
     * @param news is run when there is something to take, also the end, on the thread of whoever
     *     adds it: it waits for nothing and throws nothing
     */
    public Listener listen(Optional<String> lastId, Runnable news) {
        lock.lock();
        try {
            var listener = new Listener(lastId.map(this::number).orElse(last), news);
            listeners.add(listener);
            listening.signalAll();
            return listener;
        } finally {
            lock.unlock();
        }
    }

    /** Negative for an id of another run, or none of ours: whoever has it has missed something. */
    private long number(String id) {
        var dash = id.lastIndexOf('-');
        if (dash < 0 || !id.substring(0, dash).equals(run)) {
            return -1;
        }
        try {
            var number = Long.parseLong(id.substring(dash + 1));
            return number > last ? -1 : number;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private String id(long number) {
        return run + "-" + number;
    }

    /** Says that a look is worth while before its time. */
    public void nudge() {
        lock.lock();
        try {
            nudged = true;
            listening.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a look is due: for so long, or until there is a reason; and while nobody listens.
     *
     * @return false when there will be no more looks
     */
    boolean awaitLook(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            var left = pause.toNanos();
            while (!closed && listeners.isEmpty()) {
                listening.await();
                // What has changed meanwhile is to be no news for long.
                nudged = true;
            }
            while (!closed && !nudged && left > 0) {
                left = listening.awaitNanos(left);
            }
            nudged = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for so long, and while nobody listens; not for nudges, which are about the host.
     *
     * @return false when nobody will listen any more
     */
    boolean awaitListener(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            var left = pause.toNanos();
            while (!closed && (listeners.isEmpty() || left > 0)) {
                if (listeners.isEmpty()) {
                    listening.await();
                    left = 0;
                } else {
                    left = listening.awaitNanos(left);
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all listening. */
    @Override
    public void close() {
        List<Listener> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(listeners);
            listening.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(listener -> listener.news.run());
    }

    /** Somebody who gets each event once, in order. */
    public final class Listener implements AutoCloseable {

        /** The number of the last event that it has; negative where it has missed some. */
        private long seen;

        private final Runnable news;

        private Listener(long seen, Runnable news) {
            this.seen = seen;
            this.news = news;
        }

        /** The id from which on it would be told what comes. */
        public String position() {
            lock.lock();
            try {
                return id(seen < 0 ? last : seen);
            } finally {
                lock.unlock();
            }
        }

        /** What is new to it, none or more; empty when there is nothing more to come. */
        public Optional<List<Event>> take() {
            lock.lock();
            try {
                return closed ? Optional.empty() : Optional.of(taken());
            } finally {
                lock.unlock();
            }
        }

        /**
         * From the latest back to the first that is new: they are few among those that are kept.
         */
        private List<Event> taken() {
            if (seen < last - kept.size()) {
                seen = last;
                return List.of(Event.of(id(last), missed()));
            }
            var events = new ArrayDeque<Event>();
            for (var latest = kept.descendingIterator(); seen < last; seen++) {
                events.addFirst(latest.next());
            }
            return List.copyOf(events);
        }

        private static Happening missed() {
            return new Happening(
                    "reset",
                    JsonObject.builder()
                            .put("reason", "some events are gone")
                            .put("wayOut", "read /v1/gpus and /v1/vgpus again")
                            .build());
        }

        @Override
        public void close() {
            lock.lock();
            try {
                listeners.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}

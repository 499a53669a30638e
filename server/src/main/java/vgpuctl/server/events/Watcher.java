package vgpuctl.server.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.server.events.Differences.Seen;

/** Looks at the host again and again while somebody listens, and logs how it changes. */
public final class Watcher implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Of all time at most so much is spent with looking. */
    private static final int PART = 10;

    private final EventLog log;
    private final Supplier<HostSnapshot> host;
    private final Consumer<String> notices;
    private final Thread thread;

    private Optional<Seen> seen = Optional.empty();
    private Optional<Problem> trouble = Optional.empty();

    private Watcher(EventLog log, Supplier<HostSnapshot> host, Consumer<String> notices) {
        this.log = log;
        this.host = host;
        this.notices = notices;
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::watch);
    }

    /**
     * Begins to watch. What changes from its return on will be told, once somebody listens.
     *
     * @param host looks at it anew
     * @param notices is told what was not expected
     */
    public static Watcher start(
            EventLog log, Supplier<HostSnapshot> host, Consumer<String> notices) {
        var watcher = new Watcher(log, host, notices);
        watcher.lookSafely();
        watcher.thread.start();
        return watcher;
    }

    private void watch() {
        try {
            var pause = Duration.ZERO;
            while (log.awaitLook(pause)) {
                var start = System.nanoTime();
                lookSafely();
                var took = Duration.ofNanos(System.nanoTime() - start);
                pause = max(PAUSE, took.multipliedBy(PART));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A bug ends no watching. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            notices.accept("a bug in vgpuctl, while it watched: " + e);
        }
    }

    private void look() {
        try {
            var now = Seen.of(host.get());
            seen.ifPresent(before -> log.add(Differences.between(before, now)));
            seen = Optional.of(now);
            trouble = Optional.empty();
        } catch (ProblemException e) {
            if (!trouble.equals(Optional.of(e.problem()))) {
                log.add(List.of(new Happening("look-failed", words(e.problem()))));
            }
            trouble = Optional.of(e.problem());
        }
    }

    private static JsonObject words(Problem problem) {
        return JsonObject.builder()
                .put("reason", problem.reason())
                .put("wayOut", problem.wayOut())
                .build();
    }

    @Override
    public void close() {
        log.close();
        thread.interrupt();
    }
}

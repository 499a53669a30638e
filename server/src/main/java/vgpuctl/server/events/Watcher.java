package vgpuctl.server.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.server.events.Differences.Seen;

/** Looks at the host again and again while somebody listens, and logs how it changes. */
public final class Watcher implements AutoCloseable {

    /** Of all time at most so much is spent with looking: without a reason, and with one. */
    private static final int PART = 10;

    private static final int PART_WITH_REASON = 3;

    /** What happens at once is seen at once. */
    private static final Duration SETTLING = Duration.ofMillis(2);

    private final EventLog log;
    private final Supplier<HostSnapshot> host;
    private final Duration pause;
    private final Consumer<String> notices;
    private final Thread thread;

    @SuppressWarnings("NullAway.Init")
    private Signals.Listening signals;

    private Optional<Seen> seen = Optional.empty();
    private Optional<Problem> trouble = Optional.empty();

    private Watcher(
            EventLog log, Supplier<HostSnapshot> host, Duration pause, Consumer<String> notices) {
        this.log = log;
        this.host = host;
        this.pause = pause;
        this.notices = notices;
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::watch);
    }

    /**
     * Begins to watch. What changes from its return on will be told, once somebody listens.
     *
     * @param host looks at it anew
     * @param signals say when that is worth while
     * @param notices is told what was not expected
     */
    public static Watcher start(
            EventLog log, Supplier<HostSnapshot> host, Signals signals, Consumer<String> notices) {
        var watcher = new Watcher(log, host, signals.pause(), notices);
        watcher.signals = signals.listen(log::nudge);
        watcher.lookSafely();
        watcher.thread.start();
        return watcher;
    }

    private void watch() {
        try {
            var took = Duration.ZERO;
            while (log.awaitLook(max(pause, took.multipliedBy(PART)))) {
                Thread.sleep(SETTLING);
                var start = System.nanoTime();
                lookSafely();
                took = Duration.ofNanos(System.nanoTime() - start);
                Thread.sleep(took.multipliedBy(PART_WITH_REASON - 1));
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
                log.add(List.of(Happening.failed("look-failed", e.problem())));
            }
            trouble = Optional.of(e.problem());
        }
    }

    @Override
    public void close() {
        signals.close();
        log.close();
        thread.interrupt();
    }
}

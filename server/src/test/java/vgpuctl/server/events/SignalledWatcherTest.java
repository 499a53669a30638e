package vgpuctl.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.Problem;

/** A host that says when something may have changed, and that is looked at otherwise once a day. */
@Timeout(30)
class SignalledWatcherTest {

    private final EventLog log = new EventLog("run");
    private final AtomicReference<Runnable> news = new AtomicReference<>(() -> {});
    private final AtomicInteger looks = new AtomicInteger();
    private final Watcher watcher = Watcher.start(log, this::look, new Told(), _ -> {});

    private final class Told implements Signals {

        @Override
        public Listening listen(Runnable toRun) {
            news.set(toRun);
            return () -> news.set(() -> {});
        }

        @Override
        public Duration pause() {
            return Duration.ofDays(1);
        }
    }

    private HostSnapshot look() {
        looks.incrementAndGet();
        throw new Problem.HostNotReady("look " + looks.get(), "wait").thrown();
    }

    @AfterEach
    void end() {
        watcher.close();
    }

    private void say() {
        Objects.requireNonNull(news.get()).run();
    }

    @Test
    void whatIsSaidIsLookedAtAtOnceAndNothingElseIs() throws InterruptedException {
        try (var listener = new Waiting(log)) {
            assertThat(listener.next(Duration.ofSeconds(5))).as("since when?").isPresent();
            Thread.sleep(300);
            var before = looks.get();

            say();
            assertThat(listener.next(Duration.ofSeconds(1)).map(List::size)).hasValue(1);

            Thread.sleep(300);
            assertThat(looks).hasValue(before + 1);
        }
    }

    @Test
    void aStormOfNewsIsNoStormOfLooks() throws InterruptedException {
        try (var _ = new Waiting(log)) {
            Thread.sleep(300);
            var before = looks.get();
            for (var i = 0; i < 1000; i++) {
                say();
                Thread.sleep(Duration.ofNanos(100_000));
            }
            Thread.sleep(200);
            assertThat(looks.get() - before).isBetween(1, 200);
        }
    }
}

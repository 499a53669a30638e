package vgpuctl.server.usage;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.ProblemException;

/** Has a meter look at the host: four times a minute, and whenever something may have changed. */
public final class Metering implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(15);

    /** What happens at once is seen at once. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    /** Of all time at most so much is spent with looking. */
    private static final int PART = 10;

    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    private final Meter meter;
    private final Supplier<HostSnapshot> host;
    private final Consumer<String> notices;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    /**
     * Metering that has not begun.
     *
     * @param host looks at it anew
     * @param notices is told what was not expected
     */
    public Metering(Meter meter, Supplier<HostSnapshot> host, Consumer<String> notices) {
        this.meter = meter;
        this.host = host;
        this.notices = notices;
        this.thread = Thread.ofVirtual().name("meter").unstarted(this::run);
    }

    /** What is there now counts from now on. */
    public void start() {
        thread.start();
    }

    /** Something may have changed. */
    public void nudge() {
        news.release();
    }

    private void run() {
        try {
            while (true) {
                var begin = System.nanoTime();
                look();
                var took = System.nanoTime() - begin;
                if (news.tryAcquire(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                    Thread.sleep(Duration.ofNanos(Math.max(SETTLING.toNanos(), took * PART)));
                    news.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A host that cannot be looked at is looked at again; a bug ends no metering. */
    private void look() {
        try {
            meter.saw(host.get());
        } catch (ProblemException _) {
            // Where that lasts it is a gap, and said there.
        } catch (RuntimeException e) {
            notices.accept("a bug in vgpuctl, while it metered: " + e);
        }
    }

    /** Looks once more, and keeps it. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        look();
        meter.write();
    }
}

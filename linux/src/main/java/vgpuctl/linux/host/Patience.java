package vgpuctl.linux.host;

import java.time.Duration;
import vgpuctl.core.problem.Problem;

/** How long something may take that ends by itself. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private Patience() {}

    static Patience begin() {
        return new Patience();
    }

    boolean isOver() {
        return System.nanoTime() > deadline;
    }

    void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw noAnswer("the driver").thrown();
        }
    }

    static Problem noAnswer(String thing) {
        return new Problem.TimedOut(
                thing, LIMIT, "see who uses it: 'vgpuctl list' and 'dmesg | tail'");
    }
}

package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;

/** Tries of one thing, with pauses, until there is no time left. */
final class Attempt {

    private static final int LONGEST_PAUSE_MS = 200;

    private final String what;
    private final Duration patience;
    private final long end;
    private int pause = 1;

    Attempt(String what, Duration patience) {
        this.what = what;
        this.patience = patience;
        end = System.nanoTime() + patience.toNanos();
    }

    boolean isRepeated() {
        return pause > 1;
    }

    /** Others were faster. */
    void again() {
        if (System.nanoTime() > end) {
            throw new Problem.Conflict(
                            "for %d s, others were always faster with the documents that %s changes"
                                    .formatted(patience.toSeconds(), what),
                            "try again; nothing was changed")
                    .thrown();
        }
        rest();
    }

    /** The store did not say what became of it. */
    void again(StoreException e) {
        if (System.nanoTime() > end) {
            throw new StoreException(
                    Fate.UNKNOWN,
                    new Problem.HostNotReady(
                            "whether "
                                    + what
                                    + " was written is not known: "
                                    + e.problem().reason(),
                            "ask again with the same id: it is granted once"));
        }
        rest();
    }

    private void rest() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(pause) + 1L);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    Fate.UNKNOWN,
                    new Problem.HostNotReady("this program is being ended", "ask again"));
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
}

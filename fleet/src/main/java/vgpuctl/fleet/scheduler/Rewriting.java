package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;

/**
 * Changes that are worked out from what is there, and again where others were faster or an answer
 * was lost: whoever works them out sees then that it is done.
 */
final class Rewriting {

    private static final int LONGEST_PAUSE_MS = 400;

    private final Store store;
    private final Duration patience;

    Rewriting(Store store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /** What is to be done, by what is there now. */
    sealed interface Next<T> {

        /** Nothing: it is so already, or can no longer be. */
        record Settled<T>(T result) implements Next<T> {}

        /** This, and then it is so. */
        record Write<T>(Transaction transaction, T result) implements Next<T> {}
    }

    /**
     * Goes on until it is settled.
     *
     * @param what for who has to be told that it could not be
     */
    <T> T settle(String what, Supplier<Next<T>> look) {
        var end = System.nanoTime() + patience.toNanos();
        for (var pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            try {
                switch (look.get()) {
                    case Next.Settled<T>(var result) -> {
                        return result;
                    }
                    case Next.Write<T>(var transaction, var result) -> {
                        if (store.commit(transaction).done()) {
                            return result;
                        }
                    }
                }
                if (System.nanoTime() > end) {
                    throw new Problem.TimedOut(
                                    what + ", which others are changing all the time",
                                    patience,
                                    "try again: it goes on where it stopped")
                            .thrown();
                }
            } catch (StoreException e) {
                if (System.nanoTime() > end) {
                    throw new StoreException(
                            Fate.UNKNOWN,
                            new Problem.HostNotReady(
                                    what + " stopped: " + e.problem().reason(),
                                    "try again when the store is there: it goes on where it"
                                            + " stopped"));
                }
            }
            rest(ThreadLocalRandom.current().nextInt(pause) + 1);
        }
    }

    static void rest(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    Fate.UNKNOWN,
                    new Problem.HostNotReady(
                            "this program is being ended", "try again: it goes on then"));
        }
    }
}

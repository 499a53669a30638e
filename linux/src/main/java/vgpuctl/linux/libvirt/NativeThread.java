package vgpuctl.linux.libvirt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One platform thread that makes all native calls, each with a time limit for whoever waits.
 *
 * <p>libvirt keeps its last error for each thread; a virtual thread may be on another one by the
 * time that it asks. A native call cannot be broken off: one that hangs keeps the thread until it
 * returns, and callers are told after the limit. A daemon thread, so that the JVM can end all the
 * same. Never a second thread beside a hanging one: a caller that keeps asking would pile them up.
 *
 * <pre>
 *   WANTED ── the work is about to change something ──► COMMITTED ── the limit ──► it may happen
 *      └────── the limit ──► ABANDONED: whatever is left of the work is not done
 * </pre>
 */
final class NativeThread {

    /** Work on the native thread. */
    interface Work<T> {
        /**
         * Gives the answer.
         *
         * @param commit to be run before anything is changed; throws where nobody waits any more
         */
        T carryOut(Runnable commit);
    }

    private enum State {
        WANTED,
        COMMITTED,
        ABANDONED
    }

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().daemon().name("libvirt").unstarted(task));
    private final Duration limit;

    NativeThread(Duration limit) {
        this.limit = limit;
    }

    /**
     * Carries the work out and gives its answer.
     *
     * @param action what it does, for the failure: "list the VMs"
     * @throws LibvirtException with {@link LibvirtFailure.TimedOut} after the limit
     */
    <T> T call(String action, Work<T> work) {
        var state = new AtomicReference<>(State.WANTED);
        var answer = new CompletableFuture<T>();
        executor.execute(() -> {
            if (state.get() == State.WANTED) {
                answer.completeAsync(
                        () -> work.carryOut(() -> commit(action, state)), Runnable::run);
            }
        });
        return await(
                answer,
                () -> {
                    var abandoned = state.compareAndSet(State.WANTED, State.ABANDONED);
                    return new LibvirtFailure.TimedOut(action, limit, !abandoned);
                });
    }

    private void commit(String action, AtomicReference<State> state) {
        if (!state.compareAndSet(State.WANTED, State.COMMITTED)) {
            throw new LibvirtFailure.TimedOut(action, limit, false).thrown();
        }
    }

    /** Does this last, after all that was begun; waits for it no longer than the limit. */
    void end(Runnable work) {
        if (executor.isShutdown()) {
            return;
        }
        var done = CompletableFuture.runAsync(work, executor);
        executor.shutdown();
        try {
            await(done, () -> new LibvirtFailure.TimedOut("close", limit, false));
        } catch (LibvirtException abandoned) {
            // It hangs in an earlier call. Nothing is lost: the connection ends with the process.
        }
    }

    /**
     * Waits to the end of the limit, interrupted or not: the native call goes on regardless, and
     * whoever left it would not know what happened.
     */
    private <T> T await(CompletableFuture<T> answer, Supplier<LibvirtFailure> tooLate) {
        var deadline = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException late) {
            throw tooLate.get().thrown();
        } catch (ExecutionException failed) {
            throw rethrown(failed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(ExecutionException failed) {
        // Made anew, so that its stack is the caller's; the other thread's is the cause.
        if (failed.getCause() instanceof LibvirtException known) {
            var here = known.failure().thrown();
            here.initCause(known);
            return here;
        }
        return new IllegalStateException(failed.getCause());
    }
}

package vgpuctl.core.host;

import java.util.Optional;
import java.util.SortedSet;

/** Locks between processes, by name. A process that ends, in whatever way, holds none any more. */
public interface Locks {

    /**
     * Takes all of the names, or waits and then says who holds the first that it could not have.
     *
     * @throws vgpuctl.core.problem.ProblemException {@code Locked} when the wait is over
     */
    Hold hold(SortedSet<String> names);

    /** Takes all of the names now, or none. */
    Optional<Hold> tryHold(SortedSet<String> names);

    /** Held until closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}

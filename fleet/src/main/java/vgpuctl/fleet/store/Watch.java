package vgpuctl.fleet.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Changes as they come. Used by one thread; closed by any. */
public interface Watch extends AutoCloseable {

    /**
     * The changes since the last call; none where none came in time.
     *
     * @throws StoreException where the store no longer tells; what was told before is complete
     */
    News next(Duration patience);

    @Override
    void close();

    /** What a watch says. */
    sealed interface News {}

    /** Changes in their order; several of one transaction have one revision. */
    record Changes(List<Change> changes) implements News {

        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** What was wanted is too long ago for the store to know: list again, and watch from there. */
    record Forgotten(long oldest) implements News {}

    /** One key that changed. */
    record Change(String key, Optional<String> text, long revision) {}
}

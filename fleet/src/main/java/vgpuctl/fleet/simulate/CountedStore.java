package vgpuctl.fleet.simulate;

import java.util.concurrent.atomic.AtomicLong;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.ForwardingStore;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

/** Another store, whose transactions are counted. */
final class CountedStore extends ForwardingStore {

    private final AtomicLong done = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    CountedStore(Store store) {
        super(store);
    }

    long done() {
        return done.get();
    }

    /** Transactions that were not done since somebody else was faster. */
    long conflicts() {
        return conflicts.get();
    }

    long unanswered() {
        return unanswered.get();
    }

    @Override
    public Committed commit(Transaction transaction) {
        try {
            var committed = super.commit(transaction);
            (committed.done() ? done : conflicts).incrementAndGet();
            return committed;
        } catch (StoreException e) {
            unanswered.incrementAndGet();
            throw e;
        }
    }
}

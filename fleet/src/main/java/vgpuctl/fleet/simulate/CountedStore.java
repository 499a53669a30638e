package vgpuctl.fleet.simulate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Listing;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

/** Another store, whose transactions are counted. */
final class CountedStore implements Store {

    private final Store store;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    CountedStore(Store store) {
        this.store = store;
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
            var committed = store.commit(transaction);
            (committed.done() ? done : conflicts).incrementAndGet();
            return committed;
        } catch (StoreException e) {
            unanswered.incrementAndGet();
            throw e;
        }
    }

    @Override
    public Optional<Entry> get(String key) {
        return store.get(key);
    }

    @Override
    public Listing list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Watch watch(String prefix, long from) {
        return store.watch(prefix, from);
    }

    @Override
    public Lease grant(Duration life) {
        return store.grant(life);
    }

    @Override
    public boolean renew(Lease lease) {
        return store.renew(lease);
    }

    @Override
    public void revoke(Lease lease) {
        store.revoke(lease);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void close() {
        store.close();
    }
}

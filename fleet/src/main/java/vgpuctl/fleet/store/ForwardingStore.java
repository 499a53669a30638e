package vgpuctl.fleet.store;

import java.time.Duration;
import java.util.Optional;

/** Another store; who extends this does some of it otherwise. */
public abstract class ForwardingStore implements Store {

    private final Store store;

    protected ForwardingStore(Store store) {
        this.store = store;
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
    public Committed commit(Transaction transaction) {
        return store.commit(transaction);
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

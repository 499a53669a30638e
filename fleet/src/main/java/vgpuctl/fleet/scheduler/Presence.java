package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

/**
 * A key that is there as long as this process is at work; nobody takes its work over until then.
 */
final class Presence implements AutoCloseable {

    private final Store store;
    private final String key;
    private final Duration life;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread renewing;
    private Optional<Lease> lease = Optional.empty();

    /**
     * Is there from now on.
     *
     * @param life how long it is there after this process was killed
     */
    Presence(Store store, String key, Duration life) {
        this.store = store;
        this.key = key;
        this.life = life;
        renew();
        renewing = Thread.ofVirtual().name("mover").start(this::stay);
    }

    private void stay() {
        try {
            while (!ending.await(life.toMillis() / 4, TimeUnit.MILLISECONDS)) {
                try {
                    renew();
                } catch (StoreException _) {
                    // Its own steps say so.
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        if (lease.isPresent() && store.renew(lease.get())) {
            return;
        }
        lease = Optional.empty();
        var granted = store.grant(life);
        store.commit(new Transaction.Builder().put(key, "{}").under(granted).build());
        lease = Optional.of(granted);
    }

    @Override
    public void close() {
        ending.countDown();
        try {
            renewing.join();
            if (lease.isPresent()) {
                store.revoke(lease.get());
            }
        } catch (StoreException _) {
            // It ends by itself.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

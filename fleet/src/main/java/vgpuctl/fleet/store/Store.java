package vgpuctl.fleet.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What the members of a fleet share: texts by key, in one order of changes.
 *
 * <p>Every change has a revision, one higher than the last. What is read is never older than what
 * anybody was told is written. All of it throws {@link StoreException} where the store gives no
 * answer; of a {@link #commit} it says whether it may have been done all the same.
 */
public interface Store extends AutoCloseable {

    /** What a key holds. */
    Optional<Entry> get(String key);

    /** All keys that begin so, in order, and the revision at which that is so. */
    Listing list(String prefix);

    /** Does all of it or, where a condition does not hold, nothing. */
    Committed commit(Transaction transaction);

    /**
     * Tells of every change of keys that begin so, in order and without a gap.
     *
     * @param from the first revision that is wanted; a listing's and one
     */
    Watch watch(String prefix, long from);

    /** A lease that ends by itself, and what was put under it with it, unless it is renewed. */
    Lease grant(Duration life);

    /** Renews it; false where there is none any more. */
    boolean renew(Lease lease);

    /** Ends it now, and with it what was put under it. */
    void revoke(Lease lease);

    /** In words, for whoever is told of a failure. Without secrets. */
    String name();

    @Override
    void close();
}

package vgpuctl.fleet.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/**
 * What a host says of itself in the store. It is nobody else's, so it is not read in every round: a
 * thousand hosts at rest leave the store alone. It is read again after the store was away, where
 * somebody else wrote it, and now and then.
 */
final class Published {

    /** A minute or less, at the pace of {@link AgentLoop}. */
    private static final int ROUNDS = 12;

    private final Store store;
    private final Map<String, Entry> known = new HashMap<>();
    private int round;

    Published(Store store) {
        this.store = store;
    }

    /** Another round begins. */
    void begin() {
        if (round++ % ROUNDS == 0) {
            forget();
        }
    }

    /** Whatever is there has to be read. */
    void forget() {
        known.clear();
    }

    /** Says so, where the store does not say it already. */
    void put(String key, String text) {
        var there = Optional.ofNullable(known.get(key)).or(() -> store.get(key));
        if (there.isPresent() && there.get().text().equals(text)) {
            known.put(key, there.get());
            return;
        }
        var before = there.map(Entry::revision).orElse(Transaction.ABSENT);
        var committed = store.commit(Transaction.swap(key, before, text));
        if (committed.done()) {
            known.put(key, new Entry(key, text, committed.revision()));
        } else {
            known.remove(key);
        }
    }
}

package vgpuctl.fleet.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Writes that happen together, where each key is as its writer saw it.
 *
 * @param conditions the revision that each key has to be at; {@link #ABSENT} where there must be
 *     none
 * @param writes what each key is to hold; empty to delete it
 * @param lease under which the keys are put; they go with it
 */
public record Transaction(
        Map<String, Long> conditions,
        SequencedMap<String, Optional<String>> writes,
        Optional<Lease> lease) {

    /** The revision of a key that is not there. */
    public static final long ABSENT = 0;

    public Transaction {
        conditions = Map.copyOf(conditions);
        writes = new LinkedHashMap<>(writes);
    }

    /** One key, compared and swapped. */
    public static Transaction swap(String key, long revision, String text) {
        return new Builder().expect(key, revision).put(key, text).build();
    }

    /** Collects conditions and writes. */
    public static final class Builder {

        private final Map<String, Long> conditions = new LinkedHashMap<>();
        private final LinkedHashMap<String, Optional<String>> writes = new LinkedHashMap<>();
        private Optional<Lease> lease = Optional.empty();

        /** The key has to be at this revision, or be absent. */
        public Builder expect(String key, long revision) {
            conditions.put(key, revision);
            return this;
        }

        public Builder put(String key, String text) {
            writes.put(key, Optional.of(text));
            return this;
        }

        public Builder delete(String key) {
            writes.put(key, Optional.empty());
            return this;
        }

        public Builder under(Lease lease) {
            this.lease = Optional.of(lease);
            return this;
        }

        public Transaction build() {
            return new Transaction(conditions, writes, lease);
        }
    }
}

package vgpuctl.core.fit;

import java.util.Arrays;

/** Numbers from 0 on by keys from 0 on; what a search remembers, without an object for each. */
final class LongTable {

    static final int ABSENT = -1;

    private static final long FREE = -1;
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private long[] keys = filled(64);
    private int[] values = new int[64];
    private int size;

    int get(long key) {
        var at = slot(keys, key);
        return keys[at] == FREE ? ABSENT : values[at];
    }

    /** For a key that is not there yet. */
    void put(long key, int value) {
        if (2 * size >= keys.length) {
            grow();
        }
        var at = slot(keys, key);
        keys[at] = key;
        values[at] = value;
        size++;
    }

    private void grow() {
        var olderKeys = keys;
        var olderValues = values;
        keys = filled(2 * olderKeys.length);
        values = new int[keys.length];
        for (var i = 0; i < olderKeys.length; i++) {
            if (olderKeys[i] != FREE) {
                var at = slot(keys, olderKeys[i]);
                keys[at] = olderKeys[i];
                values[at] = olderValues[i];
            }
        }
    }

    private static int slot(long[] keys, long key) {
        var mask = keys.length - 1;
        var at = (int) ((key * SCATTER) >>> 40) & mask;
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static long[] filled(int length) {
        var keys = new long[length];
        Arrays.fill(keys, FREE);
        return keys;
    }
}

package vgpuctl.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each client asks: so many a second, and as many at once after a pause. Of clients,
 * those that asked last are remembered.
 */
final class Rates {

    private static final int MOST_CLIENTS = 1024;

    private final int eachSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Left> clients =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
                    return size() > MOST_CLIENTS;
                }
            };

    /** What a client may still ask, as of then. */
    private record Left(double requests, long then) {}

    Rates(int eachSecond, LongSupplier nanoTime) {
        this.eachSecond = eachSecond;
        this.nanoTime = nanoTime;
    }

    /** Whether this client may ask once more now. */
    synchronized boolean take(String client) {
        var now = nanoTime.getAsLong();
        var before = clients.getOrDefault(client, new Left(eachSecond, now));
        var earned = (now - before.then()) / 1e9 * eachSecond;
        var left = Math.min(eachSecond, before.requests() + earned);
        clients.put(client, new Left(left < 1 ? left : left - 1, now));
        return left >= 1;
    }
}

package vgpuctl.server.api;

import java.time.Duration;
import java.util.function.Supplier;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;

/**
 * A change that is to be carried out.
 *
 * @param words for the journal, and for those who wait at a lock
 * @param patience how long it waits for its turn
 * @param operations on the host, anew each time: a host keeps what it has seen
 */
record Work(Request request, String words, Duration patience, Supplier<Operations> operations) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What a call asks for. */
    static Work of(Backend backend, Call call, Request request) {
        var words = Changes.words(call);
        return new Work(request, words, PATIENCE, () -> backend.operations().apply(words));
    }
}

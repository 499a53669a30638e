package vgpuctl.server.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls that carry an {@code Idempotency-Key}: whoever did not hear the answer asks again with the
 * same key, and gets it; nothing is done twice. Kept for a day, and for this run of the daemon.
 */
final class Repeats {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int MOST = 1024;
    private static final int LONGEST_KEY = 255;

    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** A call, and its answer once there is one. */
    private record Known(String call, Instant since, Optional<Reply> reply) {}

    Repeats(Clock clock) {
        this.clock = clock;
    }

    /** The answer to this call: the first time by asking for it. */
    Reply once(Call call, Supplier<Reply> answer) {
        var key = call.header("idempotency-key");
        if (key.isEmpty()) {
            return answer.get();
        }
        if (key.get().isEmpty() || key.get().length() > LONGEST_KEY) {
            return Refusal.ofHttp(
                    400,
                    "BadInput",
                    "an Idempotency-Key has 1 to " + LONGEST_KEY + " characters",
                    "send a UUID");
        }
        var name = call.caller() + "\n" + key.get();
        return begin(name, fingerprint(call)).orElseGet(() -> ask(name, call, answer));
    }

    private Reply ask(String name, Call call, Supplier<Reply> answer) {
        var reply = Optional.<Reply>empty();
        try {
            reply = Optional.of(answer.get());
            return reply.get();
        } finally {
            end(name, fingerprint(call), reply);
        }
    }

    /** What is known of it already; otherwise it is on its way from now on. */
    private synchronized Optional<Reply> begin(String name, String call) {
        known.values().removeIf(old -> old.since().plus(KEPT).isBefore(clock.instant()));
        var before = Optional.ofNullable(known.get(name));
        if (before.isEmpty()) {
            forgetTheOldest();
            known.put(name, new Known(call, clock.instant(), Optional.empty()));
            return Optional.empty();
        }
        if (!before.get().call().equals(call)) {
            return Optional.of(
                    Refusal.ofHttp(
                            422,
                            "KeyReused",
                            "this Idempotency-Key was sent with another request",
                            "send a new key with each change"));
        }
        return before.get()
                .reply()
                .map(reply -> reply.with("Idempotency-Replayed", "true"))
                .or(() ->
                        Optional.of(
                                Refusal.ofHttp(
                                        409,
                                        "OnItsWay",
                                        "the same request is on its way",
                                        "ask again when it is over")));
    }

    private void forgetTheOldest() {
        if (known.size() >= MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** What ended without an answer may be tried again. */
    private synchronized void end(String name, String call, Optional<Reply> reply) {
        known.remove(name);
        if (reply.isPresent()) {
            known.put(name, new Known(call, clock.instant(), reply));
        }
    }

    private static String fingerprint(Call call) {
        return call.method() + " " + call.path() + " " + call.query() + "\n" + call.body();
    }
}

package vgpuctl.server.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Looks that are asked for at once are taken together: an answer is for all who asked before it was
 * begun. Never for those who asked later, as it would be older than their question.
 *
 * <pre>
 *   asked ─► next round ─► (the one before it is over) ─► its round ─► answer for all of it
 * </pre>
 */
final class Together {

    private static final Reply NONE = Reply.text(500, Reply.JSON, "");

    private final Map<String, CompletableFuture<Reply>> next = new HashMap<>();
    private final Map<String, CompletableFuture<Reply>> current = new HashMap<>();

    /** The answer to this question, of a look that begins from now on. */
    Reply answer(String question, Supplier<Reply> look) {
        var ours = new CompletableFuture<Reply>();
        Optional<CompletableFuture<Reply>> joined;
        Optional<CompletableFuture<Reply>> before;
        synchronized (this) {
            joined = Optional.ofNullable(next.putIfAbsent(question, ours));
            before = Optional.ofNullable(current.get(question));
        }
        if (joined.isPresent()) {
            return joinedAnswer(joined.get());
        }
        before.ifPresent(round -> round.exceptionally(_ -> NONE).join());
        begin(question, ours);
        try {
            var reply = look.get();
            ours.complete(reply);
            return reply;
        } catch (RuntimeException e) {
            ours.completeExceptionally(e);
            throw e;
        } finally {
            end(question, ours);
        }
    }

    private synchronized void begin(String question, CompletableFuture<Reply> round) {
        next.remove(question);
        current.put(question, round);
    }

    private synchronized void end(String question, CompletableFuture<Reply> round) {
        // An Error left it open, and those who joined it waiting.
        round.cancel(false);
        current.remove(question, round);
    }

    private static Reply joinedAnswer(CompletableFuture<Reply> round) {
        try {
            return round.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException theirs) {
                throw theirs;
            }
            throw e;
        }
    }
}

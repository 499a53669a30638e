package vgpuctl.server.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Request;
import vgpuctl.operations.wire.AnswerJson;

/**
 * Carries out changes, one at a time: within a process the host's locks, which are the process's,
 * keep nobody apart.
 *
 * <pre>
 * wait for one's turn ─► plan ─► audit: begin ─► change ─► audit: end ─► answer
 *                          └─ refused: audit: end
 * </pre>
 */
final class Changes {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Backend backend;
    private final Audit audit;
    private final Outcome.Listener listener;
    private final OperationLog log;
    private final ReentrantLock turn = new ReentrantLock(true);

    Changes(Backend backend, Audit audit, OperationLog log, Outcome.Listener listener) {
        this.backend = backend;
        this.audit = audit;
        this.log = log;
        this.listener = listener;
    }

    /** Does it and answers, or says where it can be followed. */
    Reply carryOut(Call call, Route route, Request request) {
        var operation = log.begin(route, call, backend.clock().instant());
        if (!call.header("prefer").orElse("").contains("respond-async")) {
            return reply(operation, outcome(operation, request));
        }
        Thread.ofVirtual().name(operation.id()).start(() -> outcome(operation, request));
        return Reply.json(202, operation.inFull())
                .with("Location", "/v1/operations/" + operation.id())
                .with("Preference-Applied", "respond-async");
    }

    private Reply reply(Operation operation, Outcome outcome) {
        var reply =
                switch (outcome) {
                    case Outcome.Done(var answer) -> Reply.json(200, AnswerJson.write(answer));
                    case Outcome.Failed(var problem) ->
                            Refusal.of(problem, backend.exitStatus().applyAsInt(problem));
                    case Outcome.Broken _ -> Refusal.bug();
                };
        return reply.with("Vgpuctl-Operation", operation.id());
    }

    private Outcome outcome(Operation operation, Request request) {
        var outcome = tried(operation, request);
        var now = backend.clock().instant();
        operation.over(outcome, now);
        listener.ended(operation.route().name(), outcome, Duration.between(operation.began(), now));
        return outcome;
    }

    private Outcome tried(Operation operation, Request request) {
        try {
            if (!turn.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new Problem.Locked("this host", "an earlier request of the daemon").thrown();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(new Problem.TimedOut("the daemon", PATIENCE, "try again"));
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        }
        try {
            return audited(operation, request);
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        } catch (RuntimeException e) {
            backend.log().accept("a bug in vgpuctl, in " + operation.id() + ": " + e);
            return new Outcome.Broken();
        } finally {
            turn.unlock();
        }
    }

    /** What cannot be written down is not done. */
    private Outcome audited(Operation operation, Request request) {
        var words = words(operation.call());
        var plan = plan(request, words);
        audit.begins(operation, plan);
        operation.running(plan);
        Outcome outcome;
        try {
            outcome = new Outcome.Done(backend.operations().apply(words).answer(request, words));
        } catch (ProblemException e) {
            outcome = new Outcome.Failed(e.problem());
        } catch (RuntimeException e) {
            ended(operation, new Outcome.Broken());
            throw e;
        }
        ended(operation, outcome);
        return outcome;
    }

    /** What is done is done, also where it can no longer be written down. */
    private void ended(Operation operation, Outcome outcome) {
        try {
            audit.ended(operation, outcome);
        } catch (ProblemException e) {
            backend.log()
                    .accept(
                            "the audit file lacks the end of %s (%s): %s"
                                    .formatted(
                                            operation.id(), outcome.word(), e.problem().reason()));
        }
    }

    /** The steps, as far as they can be told now; a refusal comes when it is carried out. */
    private List<String> plan(Request request, String words) {
        if (!(request instanceof Request.Change change)) {
            return List.of();
        }
        try {
            return backend.operations().apply(words).plan(change).plan().steps().stream()
                    .map(step -> step.words())
                    .toList();
        } catch (ProblemException _) {
            return List.of();
        }
    }

    /** For the journal, and for those who wait at a lock. */
    static String words(Call call) {
        return "vgpuctl serve: " + call.method() + " " + call.path() + " for " + call.caller();
    }

    JsonObject list() {
        return JsonObject.builder()
                .put(
                        "operations",
                        new JsonArray(
                                List.copyOf(
                                        log.all().stream()
                                                .map(operation -> operation.brief().build())
                                                .toList())))
                .build();
    }

    /** Waits until what is on its way is over. */
    void finish(Duration limit) {
        try {
            if (turn.tryLock(limit.toSeconds(), TimeUnit.SECONDS)) {
                turn.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

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

    private static final Outcome OUTDATED = new Outcome.Outdated();

    private static final Outcome CANCELLED =
            new Outcome.Failed(
                    new Problem.Conflict(
                            "the change was cancelled before it began", "ask for it anew"));

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
    Reply answer(Call call, Route route, Work work) {
        var operation = log.begin(route, call, backend.clock().instant());
        if (!call.header("prefer").orElse("").contains("respond-async")) {
            return reply(operation, outcome(operation, work));
        }
        Thread.ofVirtual().name(operation.id()).start(() -> outcome(operation, work));
        return Reply.json(202, operation.inFull())
                .with("Location", "/v1/operations/" + operation.id())
                .with("Preference-Applied", "respond-async");
    }

    /** Does it, and says what came of it. */
    Outcome carryOut(Call call, Route route, Work work) {
        return outcome(log.begin(route, call, backend.clock().instant()), work);
    }

    private Reply reply(Operation operation, Outcome outcome) {
        var reply =
                switch (outcome) {
                    case Outcome.Done(var answer) -> Reply.json(200, AnswerJson.write(answer));
                    case Outcome.Failed(var problem) ->
                            Refusal.of(problem, backend.exitStatus().applyAsInt(problem));
                    case Outcome.Outdated() ->
                            Refusal.ofHttp(
                                    412,
                                    outcome.word(),
                                    Outcome.Outdated.REASON,
                                    Outcome.Outdated.WAY_OUT);
                    case Outcome.Broken _ -> Refusal.bug();
                };
        return reply.with("Vgpuctl-Operation", operation.id());
    }

    private Outcome outcome(Operation operation, Work work) {
        var outcome = tried(operation, work);
        var now = backend.clock().instant();
        operation.over(outcome, now);
        listener.ended(operation.route().name(), outcome, Duration.between(operation.began(), now));
        return outcome;
    }

    private Outcome tried(Operation operation, Work work) {
        operation.waits(Thread.currentThread());
        try {
            if (!turn.tryLock(work.patience().toSeconds(), TimeUnit.SECONDS)) {
                throw new Problem.Locked("this host", "an earlier request of the daemon").thrown();
            }
        } catch (InterruptedException _) {
            if (operation.isCancelled()) {
                return CANCELLED;
            }
            Thread.currentThread().interrupt();
            return new Outcome.Failed(
                    new Problem.TimedOut("the daemon", work.patience(), "try again"));
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        }
        operation.running();
        // Whoever cancelled it in the last moment is heard below.
        Thread.interrupted();
        try {
            return operation.isCancelled() ? CANCELLED : audited(operation, work);
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
    private Outcome audited(Operation operation, Work work) {
        var plan = plan(work);
        audit.begins(operation, plan);
        Outcome outcome;
        try {
            outcome = isOutdated(operation, work) ? OUTDATED : done(operation, work);
        } catch (ProblemException e) {
            outcome = new Outcome.Failed(e.problem());
        } catch (RuntimeException e) {
            ended(operation, new Outcome.Broken());
            throw e;
        }
        ended(operation, outcome);
        return outcome;
    }

    private static boolean isOutdated(Operation operation, Work work) {
        return operation
                .call()
                .header("if-match")
                .map(tags -> !HostTag.isIn(tags, work.operations().get().look()))
                .orElse(false);
    }

    private static Outcome done(Operation operation, Work work) {
        var operations = work.operations().get().followedBy(operation);
        return new Outcome.Done(operations.answer(work.request(), work.words()));
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
    private static List<String> plan(Work work) {
        if (!(work.request() instanceof Request.Change change)) {
            return List.of();
        }
        try {
            return work.operations().get().plan(change).plan().steps().stream()
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

    /** Stops a change before its next step, and has those that were taken taken back. */
    Reply cancel(Call call, Operation operation) {
        audit.cancels(call, operation);
        if (!operation.cancel(call.caller())) {
            return Refusal.ofHttp(
                    409,
                    "Conflict",
                    operation.id() + " is over",
                    "GET /v1/operations/" + operation.id() + " says what came of it");
        }
        return Reply.json(202, operation.inFull());
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

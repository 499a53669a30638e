package vgpuctl.server.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.plan.Step;
import vgpuctl.operations.Progress;
import vgpuctl.operations.wire.AnswerJson;
import vgpuctl.server.access.Caller;

/**
 * A change on its way, or one that is over.
 *
 * <pre>
 *   waiting ─► running ─► undoing ─► failed, cancelled
 *      │          └─► done, failed       ▲
 *      └──── cancelled ──────────────────┘
 * </pre>
 */
final class Operation implements Progress {

    /** How far it is. */
    enum State {
        WAITING("waiting"),
        RUNNING("running"),
        UNDOING("undoing"),
        DONE("done"),
        FAILED("failed"),
        CANCELLED("cancelled");

        private final String word;

        State(String word) {
            this.word = word;
        }

        boolean isOver() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    private final String id;
    private final Route route;
    private final Call call;
    private final Instant began;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.WAITING;
    private int version;
    private final List<String> plan = new ArrayList<>();
    private int taken;
    private Optional<Thread> waiting = Optional.empty();
    private Optional<Caller> canceller = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();

    Operation(String id, Route route, Call call, Instant began) {
        this.id = id;
        this.route = route;
        this.call = call;
        this.began = began;
    }

    String id() {
        return id;
    }

    Route route() {
        return route;
    }

    Call call() {
        return call;
    }

    Instant began() {
        return began;
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T read(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    /** This thread waits for its turn, until {@link #running}: who cancels need not wait, too. */
    void waits(Thread thread) {
        change(() -> {
            waiting = Optional.of(thread);
            if (canceller.isPresent()) {
                thread.interrupt();
            }
        });
    }

    void running() {
        change(() -> {
            waiting = Optional.empty();
            state = State.RUNNING;
        });
    }

    @Override
    public void planned(List<Step> steps) {
        change(() -> steps.forEach(step -> plan.add(step.words())));
    }

    @Override
    public void taken(Step step) {
        change(() -> taken++);
    }

    @Override
    public void undoing() {
        change(() -> state = State.UNDOING);
    }

    @Override
    public boolean isCancelled() {
        return read(canceller::isPresent);
    }

    /** Stops it before its next step; false where it is over. */
    boolean cancel(Caller who) {
        return read(() -> {
            if (state.isOver()) {
                return false;
            }
            change(() -> {
                canceller = Optional.of(who);
                waiting.ifPresent(Thread::interrupt);
            });
            return true;
        });
    }

    void over(Outcome how, Instant when) {
        change(() -> {
            waiting = Optional.empty();
            state = stateAfter(how);
            outcome = Optional.of(how);
            ended = Optional.of(when);
        });
    }

    private State stateAfter(Outcome how) {
        if (how instanceof Outcome.Done) {
            return State.DONE;
        }
        return canceller.isPresent() && !(how instanceof Outcome.Broken)
                ? State.CANCELLED
                : State.FAILED;
    }

    boolean isOver() {
        return read(state::isOver);
    }

    List<String> plan() {
        return read(() -> List.copyOf(plan));
    }

    /** How it is once it is otherwise than that version, or when the time is over. */
    Followed.Seen after(int seen, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (version == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Followed.Seen(version, state.isOver(), inFull());
        } finally {
            lock.unlock();
        }
    }

    /** Without its answer, which may be long. */
    JsonObject.Builder brief() {
        return read(() ->
                JsonObject.builder()
                        .put("id", id)
                        .put("command", route.name())
                        .put("request", call.method() + " " + call.path())
                        .put("who", call.caller().name())
                        .put("state", state.word)
                        .put("began", began.toString())
                        .putIfPresent("ended", ended.map(Instant::toString))
                        .putIfPresent("cancelledBy", canceller.map(Caller::name))
                        .put("plan", List.copyOf(plan))
                        .put("taken", taken));
    }

    JsonObject inFull() {
        return read(() -> {
            var json = brief();
            outcome.ifPresent(how -> tell(how, json));
            return json.build();
        });
    }

    private static void tell(Outcome outcome, JsonObject.Builder json) {
        switch (outcome) {
            case Outcome.Done(var answer) -> json.put("answer", AnswerJson.write(answer));
            case Outcome.Failed(var problem) ->
                    json.put(
                            "problem",
                            JsonObject.builder()
                                    .put("kind", Refusal.kind(problem))
                                    .put("reason", problem.reason())
                                    .putIfPresent("said", problem.quoted())
                                    .put("wayOut", problem.wayOut())
                                    .build());
            case Outcome.Outdated() ->
                    json.put(
                            "problem",
                            JsonObject.builder()
                                    .put("kind", outcome.word())
                                    .put("reason", Outcome.Outdated.REASON)
                                    .put("wayOut", Outcome.Outdated.WAY_OUT)
                                    .build());
            case Outcome.Broken _ -> json.put("bug", true);
        }
    }
}

package vgpuctl.server.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.json.JsonObject;
import vgpuctl.operations.wire.AnswerJson;

/** A change on its way, or one that is over. */
final class Operation {

    /** How far it is. */
    enum State {
        WAITING("waiting"),
        RUNNING("running"),
        DONE("done"),
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    private final String id;
    private final Route route;
    private final Call call;
    private final Instant began;
    private State state = State.WAITING;
    private List<String> plan = List.of();
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

    synchronized void running(List<String> steps) {
        state = State.RUNNING;
        plan = List.copyOf(steps);
    }

    synchronized void over(Outcome how, Instant when) {
        state = how instanceof Outcome.Done ? State.DONE : State.FAILED;
        outcome = Optional.of(how);
        ended = Optional.of(when);
    }

    synchronized boolean isOver() {
        return ended.isPresent();
    }

    synchronized List<String> plan() {
        return plan;
    }

    /** Without its answer, which may be long. */
    synchronized JsonObject.Builder brief() {
        return JsonObject.builder()
                .put("id", id)
                .put("command", route.name())
                .put("request", call.method() + " " + call.path())
                .put("who", call.caller().name())
                .put("state", state.word)
                .put("began", began.toString())
                .putIfPresent("ended", ended.map(Instant::toString))
                .put("plan", plan);
    }

    synchronized JsonObject inFull() {
        var json = brief();
        outcome.ifPresent(how -> {
            switch (how) {
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
                case Outcome.Broken _ -> json.put("bug", true);
            }
        });
        return json.build();
    }
}

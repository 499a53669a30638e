package vgpuctl.server.api;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;

/**
 * Who changed what: a line before each change and one after it, so that a change that was cut off
 * is seen as one without an end.
 */
final class Audit {

    private static final int LONGEST_BODY = 4096;

    private final Consumer<String> lines;
    private final Clock clock;

    Audit(Consumer<String> lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
    }

    void begins(Operation operation, List<String> plan) {
        begins(operation.call(), operation.route().name(), operation.id(), plan);
    }

    /** A change begins, of this id in the lines about it. */
    void begins(Call call, String command, String id, List<String> plan) {
        var body = call.body();
        var json =
                line("begin", call, command)
                        .put("id", id)
                        .put("query", query(call))
                        .put("body", body.substring(0, Math.min(body.length(), LONGEST_BODY)))
                        .put("plan", plan);
        write(json);
    }

    void ended(Operation operation, Outcome outcome) {
        ended(
                operation.call(),
                operation.route().name(),
                operation.id(),
                plan(operation, outcome),
                outcome.word(),
                outcome instanceof Outcome.Failed(var problem)
                        ? Optional.of(problem)
                        : Optional.empty());
    }

    /** A change is over. */
    void ended(
            Call call,
            String command,
            String id,
            List<String> plan,
            String outcome,
            Optional<Problem> problem) {
        var json =
                line("end", call, command).put("id", id).put("plan", plan).put("outcome", outcome);
        problem.ifPresent(failed ->
                json.put("reason", failed.reason()).putIfPresent("said", failed.quoted()));
        write(json);
    }

    /** A change without its end has one now. */
    void settled(String outcome) {
        write(
                JsonObject.builder()
                        .put("time", clock.instant().toString())
                        .put("event", "settled")
                        .put("outcome", outcome));
    }

    /** Somebody wants a change to stop. */
    void cancels(Call call, Operation operation) {
        write(line("cancel", call, operation.route().name()).put("id", operation.id()));
    }

    /** Somebody wanted more than is allowed. */
    void denied(Call call, String command) {
        write(line("denied", call, command));
    }

    /** What was done, where the answer says it. */
    private static List<String> plan(Operation operation, Outcome outcome) {
        return outcome instanceof Outcome.Done(Answer.Changed changed)
                ? changed.plan().steps().stream().map(step -> step.words()).toList()
                : operation.plan();
    }

    private static List<String> query(Call call) {
        return call.query().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(v -> entry.getKey() + "=" + v))
                .toList();
    }

    private JsonObject.Builder line(String event, Call call, String command) {
        var caller = call.caller();
        return JsonObject.builder()
                .put("time", clock.instant().toString())
                .put("event", event)
                .put("who", caller.name())
                .put("via", caller.via())
                .put("role", caller.role().word())
                .put("command", command)
                .put("request", call.method() + " " + call.path());
    }

    private void write(JsonObject.Builder json) {
        lines.accept(JsonWriter.compact(json.build()));
    }
}

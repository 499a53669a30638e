package vgpuctl.server.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import vgpuctl.core.document.Fields;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Request;
import vgpuctl.server.access.Role;
import vgpuctl.server.api.CommandLines.Printed;
import vgpuctl.server.api.CommandLines.Typed;
import vgpuctl.server.api.CommandLines.Understood;

/**
 * Lines of the command line, carried out for whoever typed them: the same requests, turns and audit
 * file as for all who ask, and the words that the line would have printed by itself.
 */
final class LineCalls {

    /** Their one place. What a line may do depends on the line. */
    static final Route ROUTE =
            Route.look(
                            "line",
                            "/v1/commands",
                            "Carry out a line of the command line, and print what it prints",
                            "Printed",
                            _ -> new Request.ListVgpus())
                    .withMethod("POST")
                    .withBody(
                            new Body.Keys(
                                    "a line",
                                    List.of(
                                            Key.texts("words", "behind the program's name")
                                                    .always(),
                                            Key.text("layout", "the text of the file it names"),
                                            Key.truth("ask", "only the plan, for a person"),
                                            Key.textByName("environment", "COLUMNS and the like"),
                                            Key.truth("terminal", "whether a person reads"),
                                            Key.truth("errorTerminal", "and standard error"))));

    private final Backend backend;
    private final Changes changes;
    private final Denials denials;

    /** Refuses what a role is too small for, and writes it down. */
    interface Denials {
        void check(Call call, String command, Role needed);
    }

    LineCalls(Backend backend, Changes changes, Denials denials) {
        this.backend = backend;
        this.changes = changes;
        this.denials = denials;
    }

    /** A line, and whether it is only to be asked for. */
    private record Sent(Typed typed, boolean isQuestion) {}

    Reply answer(Call call) {
        var sent = ((Body.Keys) ROUTE.body()).read(call.body(), LineCalls::sent);
        var line = backend.lines().understand(sent.typed());
        var notices = Collections.synchronizedList(new ArrayList<String>());
        try {
            if (sent.isQuestion() || line.isOnlyPlanned()) {
                return planned(line, notices, sent.isQuestion());
            }
            denials.check(call, line.command(), role(line.request()));
            return carriedOut(call, line, notices);
        } catch (ProblemException e) {
            return refused(line, e.problem(), notices);
        }
    }

    private static Sent sent(Fields fields) {
        var typed =
                new Typed(
                        fields.texts("words"),
                        fields.text("layout"),
                        fields.has("environment") ? Routes.texts(fields, "environment") : Map.of(),
                        fields.truth("terminal").orElse(false),
                        fields.truth("errorTerminal").orElse(false));
        return new Sent(typed, fields.truth("ask").orElse(false));
    }

    private static Reply planned(Understood line, List<String> notices, boolean isQuestion) {
        if (!(line.request() instanceof Request.Change change)) {
            var answer = line.operations(notices::add).answer(line.request(), line.words());
            return done(line.printed(answer, notices), 0);
        }
        var plan = line.operations(notices::add).plan(change);
        var printed = isQuestion ? line.question(plan, notices) : line.printed(plan, notices);
        return done(printed, plan.plan().steps().size());
    }

    private Reply carriedOut(Call call, Understood line, List<String> notices) {
        var route =
                Route.change(
                        line.command(),
                        ROUTE.path(),
                        ROUTE.summary(),
                        role(line.request()),
                        ROUTE.body(),
                        ROUTE.request());
        var work =
                new Work(
                        line.request(),
                        line.words(),
                        line.patience(),
                        () -> line.operations(notices::add));
        return switch (changes.carryOut(call, route, work)) {
            case Outcome.Done(var answer) -> done(line.printed(answer, notices), steps(answer));
            case Outcome.Failed(var problem) -> refused(line, problem, notices);
            case Outcome.Outdated() ->
                    refused(
                            line,
                            new Problem.Conflict(Outcome.Outdated.REASON, Outcome.Outdated.WAY_OUT),
                            notices);
            case Outcome.Broken _ -> done(line.bug(notices), 0);
        };
    }

    private static int steps(Answer answer) {
        return answer instanceof Answer.Changed changed ? changed.plan().steps().size() : 0;
    }

    private static Reply refused(Understood line, Problem problem, List<String> notices) {
        return Refusal.of(problem, line.printed(problem, notices));
    }

    private static Reply done(Printed printed, int steps) {
        return Reply.json(
                200,
                JsonObject.builder()
                        .put("out", printed.out())
                        .put("err", printed.err())
                        .put("exitStatus", printed.exitStatus())
                        .put("steps", steps)
                        .build());
    }

    /** What concerns single vGPUs, or a whole GPU or host. */
    private static Role role(Request request) {
        return switch (request) {
            case Request.Create _,
                    Request.Start _,
                    Request.Stop _,
                    Request.Remove _,
                    Request.Define _,
                    Request.Undefine _,
                    Request.Adopt _,
                    Request.Autostart _,
                    Request.Attach _,
                    Request.Detach _ ->
                    Role.OPERATE;
            default -> Role.ADMINISTER;
        };
    }
}

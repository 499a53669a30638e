package vgpuctl.server.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Request;
import vgpuctl.operations.wire.AnswerJson;
import vgpuctl.server.access.Role;

/** Answers calls: with what the command line answers, and with its refusals. */
public final class Api {

    private static final List<String> LAYOUT_TYPES =
            List.of(Reply.JSON, "application/yaml", "text/yaml");

    private static final String OPERATIONS = "/v1/operations/";

    private final Backend backend;
    private final List<Route> routes = Routes.all();
    private final Audit audit;
    private final OperationLog log;
    private final Changes changes;
    private final OwnAnswers own;
    private final LineCalls lines;
    private final FleetCalls fleet;
    private final Repeats repeats;
    private final Together together = new Together();
    private final Reply description;

    /**
     * An API.
     *
     * @param run tells this run of the daemon from others
     * @param listener is told of each change that is over
     */
    public Api(Backend backend, String run, Outcome.Listener listener) {
        this.backend = backend;
        this.audit = new Audit(backend.audit(), backend.clock());
        this.log = new OperationLog(run);
        this.changes = new Changes(backend, audit, log, listener);
        this.own = new OwnAnswers(backend, audit);
        this.lines = new LineCalls(backend, changes, this::check);
        this.fleet = new FleetCalls(backend, audit);
        this.repeats = new Repeats(backend.clock());
        this.description = Reply.json(200, OpenApi.document(routes));
    }

    /** The answer to a call; a problem is one, too. */
    public Reply answer(Call call) {
        try {
            return answered(call);
        } catch (ProblemException e) {
            return refusal(e.problem());
        } catch (RuntimeException e) {
            backend.log()
                    .accept("a bug in vgpuctl, in " + call.method() + " " + call.path() + ": " + e);
            return Refusal.bug();
        }
    }

    private Reply answered(Call call) {
        if (call.method().equals("GET")) {
            if (call.path().equals("/v1/openapi.json")) {
                return description;
            }
            if (call.path().equals("/v1/operations")) {
                return Reply.json(200, changes.list());
            }
            var answer = own.answer(call);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (call.path().startsWith(OPERATIONS)) {
            return operation(call);
        }
        var others = new TreeSet<String>();
        for (var route : routes) {
            var values = route.match(call.path());
            if (values.isPresent()) {
                if (route.method().equals(call.method())) {
                    return answered(call, route, values.get());
                }
                others.add(route.method());
            }
        }
        return others.isEmpty() ? nothing(call) : notSo(call, String.join(", ", others));
    }

    private static Reply nothing(Call call) {
        return Refusal.ofHttp(
                404,
                "NotFound",
                "there is no " + call.path(),
                "GET /v1/openapi.json lists what there is");
    }

    private static Reply notSo(Call call, String allowed) {
        return Refusal.ofHttp(
                        405,
                        "MethodNotAllowed",
                        call.method() + " is nothing that " + call.path() + " answers",
                        "it answers " + allowed)
                .with("Allow", allowed);
    }

    private Reply operation(Call call) {
        var id = call.path().substring(OPERATIONS.length());
        var named = log.named(id);
        if (named.isEmpty()) {
            return refusal(
                    new Problem.NotFound(
                            "there is no operation " + id,
                            "GET /v1/operations lists those that are known"));
        }
        return switch (call.method()) {
            case "GET" -> Reply.json(200, named.get().inFull());
            case "DELETE" -> {
                check(call, named.get().route().name(), named.get().route().role());
                yield changes.cancel(call, named.get());
            }
            default -> notSo(call, "DELETE, GET");
        };
    }

    /** The operation that a call wants to follow: it is asked for as a stream of events. */
    public Optional<Followed> followed(Call call) {
        var isAsked =
                call.method().equals("GET")
                        && call.path().startsWith(OPERATIONS)
                        && call.header("accept").orElse("").contains("text/event-stream");
        return isAsked
                ? log.named(call.path().substring(OPERATIONS.length()))
                        .map(operation -> operation::after)
                : Optional.empty();
    }

    private Reply answered(Call call, Route route, Map<String, String> values) {
        if (!call.flag("dry-run")) {
            check(call, route.name(), route.role());
        }
        checkQuery(call, route);
        if (!call.body().isEmpty() && !hasRightType(call, route)) {
            return Refusal.ofHttp(
                    415,
                    "UnsupportedMediaType",
                    "the body is " + call.header("content-type").orElse("of no type"),
                    "send it with Content-Type: application/json");
        }
        if (route.equals(LineCalls.ROUTE)) {
            return lines.answer(call);
        }
        if (FleetCalls.ROUTES.contains(route)) {
            return ofFleet(call, route, values);
        }
        var request = route.request(call, values);
        return isChange(request)
                ? change(call, route, request)
                : call.method().equals("GET")
                        ? together.answer(
                                call.path() + " " + call.query(), () -> look(call, request))
                        : look(call, request);
    }

    private Reply ofFleet(Call call, Route route, Map<String, String> values) {
        return FleetCalls.isChange(route) && !call.flag("dry-run")
                ? repeats.once(call, () -> fleet.answer(call, route, values))
                : fleet.answer(call, route, values);
    }

    /** Whoever wants more than is allowed is refused, and it is written down. */
    private void check(Call call, String command, Role needed) {
        if (call.caller().role().mayDoWhatIsFor(needed)) {
            return;
        }
        audit.denied(call, command);
        throw new Problem.NotPermitted(
                        "%s may %s, and %s is for those who %s"
                                .formatted(
                                        call.caller().name(),
                                        call.caller().role().word(),
                                        command,
                                        needed.word()),
                        call.caller().via().equals("unix")
                                ? "ask as a user of that role: --group-role of the daemon"
                                : "ask with a token of that role")
                .thrown();
    }

    /** With a tag of how the host was before: where it changes meanwhile, the tag is outdated. */
    private Reply look(Call call, Request request) {
        var words = Changes.words(call);
        var operations = backend.operations().apply(words);
        var host = operations.look();
        var answer =
                request instanceof Request.Look look
                        ? look.answer(host)
                        : operations.answer(request, words);
        return Reply.json(200, AnswerJson.write(answer)).with("ETag", HostTag.of(host));
    }

    private Reply change(Call call, Route route, Request request) {
        if (request instanceof Request.Change change && call.flag("dry-run")) {
            var operations = backend.operations().apply(Changes.words(call));
            return Reply.json(200, AnswerJson.write(operations.plan(change)));
        }
        return repeats.once(
                call, () -> changes.answer(call, route, Work.of(backend, call, request)));
    }

    private static boolean isChange(Request request) {
        return request instanceof Request.Change
                || request instanceof Request.Recover
                || (request instanceof Request.Cleanup cleanup
                        && cleanup.mode() == Request.Cleanup.Mode.ACT);
    }

    private static void checkQuery(Call call, Route route) {
        for (var given : call.query().entrySet()) {
            var name = given.getKey();
            var known = new ArrayList<String>();
            for (var parameter : route.query()) {
                known.add(parameter.name());
                if (parameter.name().equals(name)
                        && given.getValue().size() > 1
                        && !parameter.repeated()) {
                    throw new Problem.BadInput("'" + name + "' is given twice", "give it once")
                            .thrown();
                }
            }
            if (!known.contains(name)) {
                throw new Problem.BadInput(
                                "'" + name + "' is no parameter of this request",
                                known.isEmpty()
                                        ? "it takes none"
                                        : "it takes " + String.join(", ", known))
                        .thrown();
            }
        }
    }

    private static boolean hasRightType(Call call, Route route) {
        var type = call.header("content-type").orElse("").split(";", -1)[0].strip();
        return route.body() instanceof Body.LayoutFile
                ? LAYOUT_TYPES.contains(type)
                : type.equals(Reply.JSON);
    }

    private Reply refusal(Problem problem) {
        return Refusal.of(problem, backend.exitStatus().applyAsInt(problem));
    }

    /** Whether the process is there at all. */
    public Reply health() {
        return Reply.json(200, JsonObject.builder().put("status", "ok").build());
    }

    /** Whether it can look at its host. */
    public Reply readiness() {
        try {
            backend.operations().apply("vgpuctl serve: GET /readyz").look();
            return Reply.json(200, JsonObject.builder().put("status", "ready").build());
        } catch (ProblemException e) {
            return refusal(e.problem());
        }
    }

    /** Writes down what became of a change that an earlier run was killed in the middle of. */
    public void settled(String outcome) {
        audit.settled(outcome);
    }

    /** Waits until the change that is on its way is over. */
    public void finish(Duration limit) {
        changes.finish(limit);
    }
}

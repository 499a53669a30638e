package vgpuctl.server.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Request;
import vgpuctl.operations.wire.AnswerJson;

/** Answers calls: with what the command line answers, and with its refusals. */
public final class Api {

    private static final List<String> LAYOUT_TYPES =
            List.of(Reply.JSON, "application/yaml", "text/yaml");

    private final Backend backend;
    private final List<Route> routes = Routes.all();
    private final Audit audit;
    private final OperationLog log;
    private final Changes changes;
    private final OwnAnswers own;
    private final Repeats repeats;
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
            if (call.path().startsWith("/v1/operations/")) {
                return operation(call.path().substring("/v1/operations/".length()));
            }
            var answer = own.answer(call);
            if (answer.isPresent()) {
                return answer.get();
            }
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

    private Reply operation(String id) {
        return log.named(id)
                .map(operation -> Reply.json(200, operation.inFull()))
                .orElseGet(() ->
                        refusal(
                                new Problem.NotFound(
                                        "there is no operation " + id,
                                        "GET /v1/operations lists those that are known")));
    }

    private Reply answered(Call call, Route route, Map<String, String> values) {
        if (!call.caller().role().mayDoWhatIsFor(route.role()) && !call.flag("dry-run")) {
            audit.denied(call, route.name());
            return refusal(
                    new Problem.NotPermitted(
                            call.caller().name()
                                    + " may "
                                    + call.caller().role().word()
                                    + ", and "
                                    + route.name()
                                    + " is for those who "
                                    + route.role().word(),
                            "ask with a token of that role"));
        }
        checkQuery(call, route);
        if (!call.body().isEmpty() && !hasRightType(call, route)) {
            return Refusal.ofHttp(
                    415,
                    "UnsupportedMediaType",
                    "the body is " + call.header("content-type").orElse("of no type"),
                    "send it with Content-Type: application/json");
        }
        var request = route.request(call, values);
        return isChange(request)
                ? change(call, route, request)
                : Reply.json(200, look(call, request));
    }

    private JsonObject look(Call call, Request request) {
        var words = Changes.words(call);
        return AnswerJson.write(backend.operations().apply(words).answer(request, words));
    }

    private Reply change(Call call, Route route, Request request) {
        if (request instanceof Request.Change change && call.flag("dry-run")) {
            var operations = backend.operations().apply(Changes.words(call));
            return Reply.json(200, AnswerJson.write(operations.plan(change)));
        }
        return repeats.once(call, () -> changes.carryOut(call, route, request));
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

    /** Waits until the change that is on its way is over. */
    public void finish(Duration limit) {
        changes.finish(limit);
    }
}

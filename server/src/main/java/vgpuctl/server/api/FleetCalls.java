package vgpuctl.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.DecisionJson;
import vgpuctl.core.fleet.SeenHost;
import vgpuctl.core.fleet.SeenHostJson;
import vgpuctl.core.fleet.place.RelocationJson;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Request;
import vgpuctl.server.access.Role;

/** What is asked of the fleet that the host is of: its store is asked, and no host. */
final class FleetCalls {

    private static final String HOST = "/v1/fleet/hosts/{host}";
    private static final String CLAIMS = "/v1/fleet/claims";

    private static final Body.Keys ON =
            new Body.Keys("this request", List.of(Key.truth("on", "true or false").always()));

    private static final Route HOSTS_OF_IT =
            look(
                    "fleet hosts",
                    "/v1/fleet",
                    "The hosts of the fleet, and how full they are",
                    "Fleet");

    private static final Route ONE_HOST =
            look("fleet host", HOST, "A host of the fleet, with what its GPUs carry", "FleetHost");

    private static final Route STATUS =
            look(
                    "fleet status",
                    CLAIMS,
                    "The claims, and whether they are carried out",
                    "FleetClaims");

    private static final Route PLACE =
            look(
                            "fleet place",
                            "/v1/fleet/place",
                            "Where a request would go, or why nowhere",
                            "FleetDecision")
                    .withMethod("POST")
                    .withBody(FleetWish.KEYS);

    private static final Route DRAIN =
            look(
                    "fleet drain",
                    HOST + "/drain",
                    "What emptying a host would move, and what stays",
                    "FleetMoves");

    private static final Route DEFRAGMENT =
            look(
                    "fleet defragment",
                    "/v1/fleet/defragment",
                    "What could move for more room in one piece",
                    "FleetMoves");

    private static final Route REQUEST =
            change(
                            "fleet request",
                            CLAIMS,
                            "Claim vGPUs, on the host where they fit best",
                            Role.OPERATE)
                    .withBody(FleetWish.KEYS);

    private static final Route RELEASE =
            change("fleet release", CLAIMS + "/{claim}", "Give a claim's vGPUs back", Role.OPERATE)
                    .withMethod("DELETE");

    private static final Route CORDON =
            change(
                            "fleet cordon",
                            HOST + "/cordon",
                            "Let nothing new onto a host, or let it again",
                            Role.ADMINISTER)
                    .withBody(ON);

    static final List<Route> ROUTES =
            List.of(
                    HOSTS_OF_IT,
                    ONE_HOST,
                    STATUS,
                    PLACE,
                    DRAIN,
                    DEFRAGMENT,
                    REQUEST,
                    RELEASE,
                    CORDON);

    private final Backend backend;
    private final Audit audit;
    private final AtomicLong changes = new AtomicLong();

    FleetCalls(Backend backend, Audit audit) {
        this.backend = backend;
        this.audit = audit;
    }

    private static Route look(String name, String path, String summary, String answer) {
        return Route.look(name, path, summary, answer, _ -> new Request.ListVgpus());
    }

    private static Route change(String name, String path, String summary, Role role) {
        return Route.change(name, path, summary, role, Body.NONE, _ -> new Request.ListVgpus())
                .withAnswer("FleetChanged");
    }

    static boolean isChange(Route route) {
        return route.answer().equals("FleetChanged");
    }

    Reply answer(Call call, Route route, Map<String, String> values) {
        var fleet = backend.fleet().orElseThrow(() -> ofNone().thrown());
        if (route.equals(HOSTS_OF_IT)) {
            return Reply.compact(200, overview(fleet));
        }
        if (route.equals(ONE_HOST)) {
            return Reply.json(
                    200, SeenHostJson.inFull(host(fleet, values.getOrDefault("host", ""))));
        }
        if (route.equals(STATUS)) {
            return Reply.compact(200, claims(fleet));
        }
        if (route.equals(PLACE)) {
            var wish = FleetWish.KEYS.read(call.body(), fields -> FleetWish.of(fields, "what-if"));
            return Reply.json(200, DecisionJson.of(fleet.decide(wish)));
        }
        if (route.equals(DRAIN)) {
            var host = values.getOrDefault("host", "");
            var plan = RelocationJson.planned(fleet.drained(host)).put("host", host);
            return Reply.json(200, plan.build());
        }
        if (route.equals(DEFRAGMENT)) {
            return Reply.json(200, RelocationJson.planned(fleet.defragmented()).build());
        }
        var change = change(fleet, call, route, values);
        return call.flag("dry-run")
                ? Reply.json(200, change.plan().get().json().build())
                : Reply.json(200, carriedOut(call, route, change));
    }

    private static Problem ofNone() {
        return new Problem.NotFound(
                "this host is of no fleet", "start its daemon with --fleet STORE: docs/fleet.md");
    }

    // ---- looks ----

    private static JsonObject overview(Fleet fleet) {
        var hosts = fleet.hosts();
        var briefs = new ArrayList<Json>();
        hosts.forEach(host -> briefs.add(SeenHostJson.brief(host)));
        return JsonObject.builder()
                .put("store", fleet.store())
                .put("host", fleet.host())
                .put("models", SeenHostJson.models(hosts))
                .put("hosts", new JsonArray(briefs))
                .build();
    }

    private static JsonObject claims(Fleet fleet) {
        var claims = new ArrayList<Json>();
        fleet.hosts().forEach(host -> claims.addAll(SeenHostJson.claims(host).items()));
        return JsonObject.builder().put("claims", new JsonArray(claims)).build();
    }

    private static SeenHost host(Fleet fleet, String id) {
        for (var host : fleet.hosts()) {
            if (host.id().equals(id)) {
                return host;
            }
        }
        throw new Problem.NotFound("the fleet has no host " + id, "GET /v1/fleet lists them")
                .thrown();
    }

    // ---- changes ----

    /** What it would do, and doing it, which says what was done. */
    private record Change(Supplier<FleetWords> plan, Supplier<FleetWords> act) {}

    private static Change change(Fleet fleet, Call call, Route route, Map<String, String> values) {
        if (route.equals(REQUEST)) {
            return request(fleet, call);
        }
        return route.equals(RELEASE)
                ? release(fleet, values.getOrDefault("claim", ""))
                : cordon(
                        fleet,
                        values.getOrDefault("host", ""),
                        ON.read(call.body(), fields -> fields.truth("on").orElse(false)));
    }

    private static Change request(Fleet fleet, Call call) {
        var made = "claim-" + UUID.randomUUID().toString().substring(0, 13);
        var wish = FleetWish.KEYS.read(call.body(), fields -> FleetWish.of(fields, made));
        return new Change(
                () ->
                        switch (fleet.decide(wish)) {
                            case Decision.Placed placed -> FleetWords.claimed(placed);
                            case Decision.Refused refused ->
                                    throw FleetWords.refused(refused).thrown();
                        },
                () ->
                        switch (fleet.request(wish)) {
                            case Fleet.Claimed.Granted(var placed) -> FleetWords.claimed(placed);
                            case Fleet.Claimed.Held(var parts) ->
                                    FleetWords.held(wish.claim(), parts);
                            case Fleet.Claimed.Refused(var refused) ->
                                    throw FleetWords.refused(refused).thrown();
                        });
    }

    private static Change release(Fleet fleet, String id) {
        Supplier<FleetWords> plan =
                () -> {
                    var parts = fleet.claim(id);
                    if (parts.isEmpty()) {
                        throw new Problem.NotFound(
                                        "nobody holds a claim " + id,
                                        "GET /v1/fleet/claims lists them")
                                .thrown();
                    }
                    return FleetWords.released(parts);
                };
        return new Change(
                plan,
                () -> {
                    var words = plan.get();
                    fleet.release(id);
                    return words;
                });
    }

    private static Change cordon(Fleet fleet, String id, boolean on) {
        return new Change(
                () -> cordoned(host(fleet, id), on),
                () -> {
                    var words = cordoned(host(fleet, id), on);
                    fleet.cordon(id, on);
                    return words;
                });
    }

    private static FleetWords cordoned(SeenHost host, boolean on) {
        var allocation = host.allocation();
        return allocation.cordoned() == on
                ? FleetWords.nothing("It is so already.")
                : FleetWords.cordoned(host.id(), on, allocation.claims().size());
    }

    /** What cannot be written down is not done. */
    private JsonObject carriedOut(Call call, Route route, Change change) {
        var id = "fleet-" + changes.incrementAndGet();
        audit.begins(call, route.name(), id, planned(change));
        try {
            var words = change.act().get();
            ended(call, route, id, words.steps(), "done", Optional.empty());
            return words.json().build();
        } catch (ProblemException e) {
            var problem = e.problem();
            ended(call, route, id, List.of(), Refusal.kind(problem), Optional.of(problem));
            throw e;
        }
    }

    /** The steps, as far as they can be told now; a refusal comes when it is carried out. */
    private static List<String> planned(Change change) {
        try {
            return change.plan().get().steps();
        } catch (ProblemException _) {
            return List.of();
        }
    }

    /** What is done is done, also where it can no longer be written down. */
    private void ended(
            Call call,
            Route route,
            String id,
            List<String> steps,
            String outcome,
            Optional<Problem> problem) {
        try {
            audit.ended(call, route.name(), id, steps, outcome, problem);
        } catch (ProblemException e) {
            backend.log()
                    .accept(
                            "the audit file lacks the end of %s (%s): %s"
                                    .formatted(id, outcome, e.problem().reason()));
        }
    }
}

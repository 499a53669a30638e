package vgpuctl.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.wire.DomainsJson;
import vgpuctl.server.access.Role;

/** What a page wants to know and no command answers. */
final class OwnAnswers {

    /** More than anybody scrolls through. */
    private static final int MOST_LINES = 200;

    /** What there is, for the description of the API. */
    static final List<Own> ALL =
            List.of(
                    new Own("/v1/session", "Who asks, and of which host", "Session", Role.VIEW),
                    new Own(
                            "/v1/vms",
                            "The libvirt VMs, and the vGPUs that they have",
                            "Vms",
                            Role.VIEW),
                    new Own(
                            "/v1/audit",
                            "The last lines of the audit file",
                            "AuditLines",
                            Role.ADMINISTER));

    private final Backend backend;
    private final Audit audit;

    /**
     * One of them.
     *
     * @param schema of the answer
     */
    record Own(String path, String summary, String schema, Role role) {}

    OwnAnswers(Backend backend, Audit audit) {
        this.backend = backend;
        this.audit = audit;
    }

    /** Empty where something else is asked for. */
    Optional<Reply> answer(Call call) {
        for (var own : ALL) {
            if (own.path().equals(call.path())) {
                check(call, own);
                return Optional.of(Reply.json(200, json(call)));
            }
        }
        return Optional.empty();
    }

    private void check(Call call, Own own) {
        if (!call.caller().role().mayDoWhatIsFor(own.role())) {
            audit.denied(call, own.schema());
            throw new Problem.NotPermitted(
                            "%s may %s, and %s is for those who %s"
                                    .formatted(
                                            call.caller().name(),
                                            call.caller().role().word(),
                                            own.path(),
                                            own.role().word()),
                            "ask with a token of that role")
                    .thrown();
        }
        if (!call.query().isEmpty()) {
            throw new Problem.BadInput("this request has parameters", "it takes none").thrown();
        }
    }

    private JsonObject json(Call call) {
        return switch (call.path()) {
            case "/v1/session" -> session(call);
            case "/v1/vms" ->
                    DomainsJson.of(backend.operations().apply(Changes.words(call)).look());
            default -> audited();
        };
    }

    private JsonObject session(Call call) {
        return JsonObject.builder()
                .put("host", backend.host())
                .put("version", backend.lines().version())
                .put("name", call.caller().name())
                .put("role", call.caller().role().word())
                .put("via", call.caller().via())
                .putIfPresent("fleet", backend.fleet().map(Fleet::host))
                .build();
    }

    /** Who did what is for those who answer for the host; a spoilt line costs that line. */
    private JsonObject audited() {
        var lines = new ArrayList<Json>();
        for (var line : backend.audited().apply(MOST_LINES)) {
            JsonReader.readObject(line).ifPresent(lines::add);
        }
        return JsonObject.builder().put("lines", new JsonArray(lines.reversed())).build();
    }
}

package vgpuctl.server.api;

import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.ProblemException;

/** Answers calls. */
public final class Api {

    private final Backend backend;

    public Api(Backend backend) {
        this.backend = backend;
    }

    /** The answer to a call; a problem is one, too. */
    public Reply answer(Call call) {
        try {
            return answered(call);
        } catch (ProblemException e) {
            return Refusal.of(e.problem(), backend.exitStatus().applyAsInt(e.problem()));
        }
    }

    private Reply answered(Call call) {
        return Refusal.ofHttp(
                404,
                "NotFound",
                "there is no " + call.path(),
                "GET /v1/openapi.json lists what there is");
    }

    /** Whether the process is there at all. */
    public Reply health() {
        return Reply.json(200, JsonObject.builder().put("status", "ok").build());
    }

    /** Whether it can look at its host. */
    public Reply readiness() {
        try {
            backend.operations().apply("GET /readyz").look();
            return Reply.json(200, JsonObject.builder().put("status", "ready").build());
        } catch (ProblemException e) {
            return Refusal.of(e.problem(), backend.exitStatus().applyAsInt(e.problem()));
        }
    }
}

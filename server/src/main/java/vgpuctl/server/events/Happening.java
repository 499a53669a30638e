package vgpuctl.server.events;

import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;

/**
 * Something that changed.
 *
 * @param kind {@code vgpu-added} and its like
 * @param data what it is about, as the command line's JSON has it
 */
public record Happening(String kind, JsonObject data) {

    /** A look that failed. */
    static Happening failed(String kind, Problem why) {
        var data = JsonObject.builder().put("reason", why.reason()).put("wayOut", why.wayOut());
        return new Happening(kind, data.build());
    }
}

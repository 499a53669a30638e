package vgpuctl.server.api;

import java.util.LinkedHashMap;
import java.util.Map;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonWriter;

/**
 * What goes back.
 *
 * @param headers beside the type of the content
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

    public static final String JSON = "application/json";
    public static final String PROBLEM = "application/problem+json";

    public static Reply json(int status, Json json) {
        return text(status, JSON, JsonWriter.pretty(json) + "\n");
    }

    /** The same in one line: what is long is for programs. */
    static Reply compact(int status, Json json) {
        return text(status, JSON, JsonWriter.compact(json) + "\n");
    }

    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of());
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more);
    }
}

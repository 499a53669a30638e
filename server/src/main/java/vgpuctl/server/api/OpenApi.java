package vgpuctl.server.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.layout.text.LayoutText;
import vgpuctl.operations.Request;
import vgpuctl.server.access.Role;
import vgpuctl.server.api.OwnAnswers.Own;

/** The description of the API (OpenAPI 3.1), made of its routes and of the schemas of answers. */
final class OpenApi {

    private OpenApi() {}

    static JsonObject document(List<Route> routes) {
        return JsonObject.builder()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        JsonObject.builder()
                                .put("title", "vgpuctl")
                                .put("version", "1")
                                .put(
                                        "description",
                                        "NVIDIA vGPUs on a Linux KVM host, with the words of the"
                                                + " command line")
                                .build())
                .put("paths", paths(routes))
                .put("components", components())
                .put("security", JsonArray.of(JsonObject.builder().put("token", List.of()).build()))
                .build();
    }

    private static JsonObject components() {
        return JsonObject.builder()
                .put("schemas", schemas())
                .put(
                        "securitySchemes",
                        JsonObject.builder()
                                .put(
                                        "token",
                                        JsonObject.builder()
                                                .put("type", "http")
                                                .put("scheme", "bearer")
                                                .build())
                                .build())
                .build();
    }

    /** The schemas of what is answered. */
    static JsonObject schemas() {
        try (var in = OpenApi.class.getResourceAsStream("schemas.json")) {
            if (in == null) {
                throw new IllegalStateException("there is no schemas.json");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonReader.readObject(text).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject paths(List<Route> routes) {
        var paths = new LinkedHashMap<String, JsonObject.Builder>();
        for (var route : routes) {
            paths.computeIfAbsent(route.path(), _ -> JsonObject.builder())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        addOwn(paths);
        var json = JsonObject.builder();
        paths.forEach((path, methods) -> json.put(path, methods.build()));
        return json.build();
    }

    /** What the daemon alone has. */
    private static void addOwn(Map<String, JsonObject.Builder> paths) {
        own(
                paths,
                new Own(
                        "/v1/operations",
                        "The changes of this run of the daemon",
                        "Operations",
                        Role.VIEW));
        own(
                paths,
                new Own(
                        "/v1/operations/{operation}",
                        "One of them, with its answer; as text/event-stream until it is over",
                        "Operation",
                        Role.VIEW));
        OwnAnswers.ALL.forEach(own -> own(paths, own));
        paths.computeIfAbsent("/v1/operations/{operation}", _ -> JsonObject.builder())
                .put("delete", cancellation());
    }

    private static JsonObject cancellation() {
        return JsonObject.builder()
                .put("operationId", "cancel")
                .put("summary", "Stop it before its next step, and take back those that were taken")
                .put("x-role", "that of the operation")
                .put("parameters", JsonArray.of(parameter("operation", "path", "", false)))
                .put(
                        "responses",
                        JsonObject.builder()
                                .put("202", response("It is told", Reply.JSON, "Operation"))
                                .put("default", response("A refusal", Reply.PROBLEM, "Problem"))
                                .build())
                .build();
    }

    private static void own(Map<String, JsonObject.Builder> paths, Own own) {
        var route =
                new Route(
                        own.schema(),
                        "GET",
                        own.path(),
                        own.summary(),
                        own.role(),
                        List.of(),
                        Body.NONE,
                        own.schema(),
                        _ -> new Request.ListVgpus());
        paths.computeIfAbsent(own.path(), _ -> JsonObject.builder()).put("get", operation(route));
    }

    private static JsonObject operation(Route route) {
        var json =
                JsonObject.builder()
                        .put("operationId", route.name().replace(' ', '-'))
                        .put("summary", route.summary())
                        .put("x-role", route.role().word())
                        .put("parameters", parameters(route));
        requestBody(route, json);
        return json.put("responses", responses(route)).build();
    }

    private static JsonArray parameters(Route route) {
        var parameters = new ArrayList<Json>();
        for (var part : route.path().split("/", -1)) {
            if (part.startsWith("{")) {
                parameters.add(parameter(part.substring(1, part.length() - 1), "path", "", false));
            }
        }
        for (var one : route.query()) {
            parameters.add(parameter(one.name(), "query", one.summary(), one.repeated()));
        }
        if (route.answer().equals("Changed") || FleetCalls.isChange(route)) {
            parameters.add(
                    parameter(
                            "Idempotency-Key",
                            "header",
                            "the same key gives the same answer, and nothing is done twice",
                            false));
        }
        if (route.answer().equals("Changed")) {
            parameters.add(
                    parameter(
                            "If-Match",
                            "header",
                            "the ETag of a look: refused with 412 where the host has changed since",
                            false));
            parameters.add(
                    parameter(
                            "Prefer", "header", "respond-async: answer at once, with 202", false));
        }
        return new JsonArray(parameters);
    }

    private static JsonObject parameter(String name, String in, String summary, boolean repeated) {
        var json = JsonObject.builder().put("name", name).put("in", in);
        if (!summary.isEmpty()) {
            json.put("description", summary);
        }
        if (in.equals("path")) {
            json.put("required", true);
        }
        var text = JsonObject.builder().put("type", "string").build();
        return json.put(
                        "schema",
                        repeated
                                ? JsonObject.builder()
                                        .put("type", "array")
                                        .put("items", text)
                                        .build()
                                : text)
                .build();
    }

    private static void requestBody(Route route, JsonObject.Builder json) {
        switch (route.body()) {
            case Body.Keys(_, var keys) -> {
                if (!keys.isEmpty()) {
                    json.put(
                            "requestBody",
                            content(keys.stream().anyMatch(Key::required), schema(keys)));
                }
            }
            case Body.LayoutFile() ->
                    json.put("requestBody", content(true, JsonReader.read(LayoutText.schema())));
        }
    }

    private static JsonObject content(boolean required, Json schema) {
        return JsonObject.builder()
                .put("required", required)
                .put("content", media(Reply.JSON, schema))
                .build();
    }

    private static JsonObject schema(List<Key> keys) {
        var properties = JsonObject.builder();
        keys.forEach(key -> properties.put(key.name(), schema(key)));
        return JsonObject.builder()
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", keys.stream().filter(Key::required).map(Key::name).toList())
                .put("additionalProperties", false)
                .build();
    }

    private static JsonObject schema(Key key) {
        var text = JsonObject.builder().put("type", "string").build();
        var json =
                switch (key.kind()) {
                    case TEXT -> JsonObject.builder().put("type", "string");
                    case TEXTS -> JsonObject.builder().put("type", "array").put("items", text);
                    case WHOLE -> JsonObject.builder().put("type", "integer").put("minimum", 1);
                    case TRUTH -> JsonObject.builder().put("type", "boolean");
                    case TEXT_BY_NAME ->
                            JsonObject.builder()
                                    .put("type", "object")
                                    .put("additionalProperties", text);
                };
        return json.put("description", key.summary()).build();
    }

    private static JsonObject responses(Route route) {
        var json =
                JsonObject.builder()
                        .put("200", response("What was asked", Reply.JSON, route.answer()));
        if (route.answer().equals("Changed")) {
            json.put("202", response("On its way", Reply.JSON, "Operation"));
        }
        return json.put("default", response("A refusal", Reply.PROBLEM, "Problem")).build();
    }

    private static JsonObject response(String words, String type, String schema) {
        var reference = "#/components/schemas/" + schema;
        return JsonObject.builder()
                .put("description", words)
                .put("content", media(type, JsonObject.builder().put("$ref", reference).build()))
                .build();
    }

    private static JsonObject media(String type, Json schema) {
        return JsonObject.builder()
                .put(type, JsonObject.builder().put("schema", schema).build())
                .build();
    }
}

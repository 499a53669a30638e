package vgpuctl.server.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.operations.Request;
import vgpuctl.server.access.Role;

/**
 * Something that can be asked over HTTP: a request of the command line's, with its method and path.
 *
 * @param name the command that asks the same
 * @param path with {@code {id}} and its like
 * @param answer the schema of what comes back
 * @param request made of a call
 */
record Route(
        String name,
        String method,
        String path,
        String summary,
        Role role,
        List<Parameter> query,
        Body body,
        String answer,
        Function<Asked, Request> request) {

    /** A parameter of the query. */
    record Parameter(String name, String summary, boolean repeated) {

        static Parameter of(String name, String summary) {
            return new Parameter(name, summary, false);
        }
    }

    private static final Parameter DRY_RUN =
            Parameter.of("dry-run", "show what would be done, and do nothing");

    /** The same, which may need a word on whom the caller acts for. */
    Route forOwner() {
        return withQuery(
                List.of(
                        DRY_RUN,
                        Parameter.of("owner", "whom you act for, where it belongs to somebody")));
    }

    /** A look: a call without a body that changes nothing. */
    static Route look(
            String name,
            String path,
            String summary,
            String answer,
            Function<Asked, Request> request) {
        return new Route(
                name, "GET", path, summary, Role.VIEW, List.of(), Body.NONE, answer, request);
    }

    /** A change, which can be had planned only. */
    static Route change(
            String name,
            String path,
            String summary,
            Role role,
            Body body,
            Function<Asked, Request> request) {
        return new Route(
                name, "POST", path, summary, role, List.of(DRY_RUN), body, "Changed", request);
    }

    Route withMethod(String other) {
        return new Route(name, other, path, summary, role, query, body, answer, request);
    }

    Route withAnswer(String other) {
        return new Route(name, method, path, summary, role, query, body, other, request);
    }

    Route withBody(Body other) {
        return new Route(name, method, path, summary, role, query, other, answer, request);
    }

    Route withQuery(List<Parameter> other) {
        return new Route(name, method, path, summary, role, other, body, answer, request);
    }

    /** What a path holds in the places of this route's names; empty where it is another's. */
    Optional<Map<String, String>> match(String asked) {
        var wanted = path.split("/", -1);
        var given = asked.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (var i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
                values.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** The request that a call stands for. */
    Request request(Call call, Map<String, String> values) {
        return switch (body) {
            case Body.Keys keys ->
                    keys.read(
                            call.body(), fields -> request.apply(new Asked(call, values, fields)));
            case Body.LayoutFile() ->
                    Body.NONE.read("", fields -> request.apply(new Asked(call, values, fields)));
        };
    }
}

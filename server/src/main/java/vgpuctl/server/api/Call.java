package vgpuctl.server.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.problem.Problem;
import vgpuctl.server.access.Caller;

/**
 * What somebody asks over HTTP.
 *
 * @param path decoded, without the query
 * @param query by name
 * @param headers those that matter here, by their names in small letters
 */
public record Call(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body,
        Caller caller) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A parameter of the query that is given once at most. */
    public Optional<String> parameter(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** A parameter that is there, {@code ?dry-run} or {@code ?dry-run=true}. */
    public boolean flag(String name) {
        return parameter(name)
                .map(value ->
                        switch (value) {
                            case "", "true" -> true;
                            case "false" -> false;
                            default ->
                                    throw new Problem.BadInput(
                                                    "'" + name + "' cannot be '" + value + "'",
                                                    "write " + name + "=true, or leave it out")
                                            .thrown();
                        })
                .orElse(false);
    }
}

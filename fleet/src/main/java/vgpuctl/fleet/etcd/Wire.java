package vgpuctl.fleet.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch.Change;

/** Etcd's words: bytes in Base64, numbers in quotes, what is zero left out. */
final class Wire {

    private Wire() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(JsonObject object, String name) {
        return new String(
                Base64.getDecoder().decode(object.string(name).orElse("")), StandardCharsets.UTF_8);
    }

    /** The first key that begins so; all do with nothing. */
    static String first(String prefix) {
        return base64(prefix.isEmpty() ? "\0" : prefix);
    }

    /** The first key behind all that begin so. */
    static String behind(String prefix) {
        if (prefix.isEmpty()) {
            return base64("\0"); // etcd's word for no end
        }
        var bytes = prefix.getBytes(StandardCharsets.UTF_8);
        // UTF-8 has no byte 0xff: the last one can always be one higher.
        var end = Arrays.copyOf(bytes, bytes.length);
        end[end.length - 1]++;
        return Base64.getEncoder().encodeToString(end);
    }

    static long number(JsonObject object, String name) {
        return object.string(name)
                .map(Long::parseLong)
                .orElseGet(() -> object.wholeNumber(name).orElse(0));
    }

    static long revision(JsonObject answer) {
        return answer.object("header").map(header -> number(header, "revision")).orElse(0L);
    }

    static List<Entry> entries(JsonObject answer) {
        var entries = new ArrayList<Entry>();
        for (var item : items(answer, "kvs")) {
            entries.add(
                    new Entry(
                            text(item, "key"), text(item, "value"), number(item, "mod_revision")));
        }
        return entries;
    }

    static List<Change> changes(JsonObject result) {
        var changes = new ArrayList<Change>();
        for (var event : items(result, "events")) {
            var entry = event.object("kv").orElseThrow();
            var isGone = event.string("type").filter("DELETE"::equals).isPresent();
            changes.add(
                    new Change(
                            text(entry, "key"),
                            isGone ? Optional.empty() : Optional.of(text(entry, "value")),
                            number(entry, "mod_revision")));
        }
        return changes;
    }

    private static List<JsonObject> items(JsonObject object, String name) {
        return object.array(name)
                .map(array -> array.items().stream().map(item -> (JsonObject) item).toList())
                .orElse(List.of());
    }

    static JsonObject transaction(Transaction transaction) {
        var compare = new ArrayList<Json>();
        transaction
                .conditions()
                .forEach((key, revision) ->
                        compare.add(
                                JsonObject.builder()
                                        .put("key", base64(key))
                                        .put("target", "MOD")
                                        .put("result", "EQUAL")
                                        .put("mod_revision", Long.toString(revision))
                                        .build()));
        var success = new ArrayList<Json>();
        transaction
                .writes()
                .forEach((key, text) ->
                        success.add(
                                text.isPresent()
                                        ? put(key, text.get(), transaction)
                                        : delete(key)));
        return JsonObject.builder()
                .put("compare", new JsonArray(compare))
                .put("success", new JsonArray(success))
                .build();
    }

    private static Json put(String key, String text, Transaction transaction) {
        var put = JsonObject.builder().put("key", base64(key)).put("value", base64(text));
        transaction.lease().ifPresent(lease -> put.put("lease", Long.toString(lease.id())));
        return JsonObject.builder().put("request_put", put.build()).build();
    }

    private static Json delete(String key) {
        return JsonObject.builder()
                .put("request_delete_range", JsonObject.builder().put("key", base64(key)).build())
                .build();
    }
}

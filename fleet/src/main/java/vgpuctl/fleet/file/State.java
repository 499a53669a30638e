package vgpuctl.fleet.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch.Change;

/** What the lines of the log come to. */
final class State {

    /** A key's text, the change that made it, and the lease that it goes with. */
    private record Held(String text, long revision, OptionalLong lease) {}

    /** A lease: when it ends, counted from which start of the machine. */
    record HeldLease(long id, long life, long until, String boot) {}

    private final TreeMap<String, Held> entries = new TreeMap<>();
    private final Map<Long, HeldLease> leases = new LinkedHashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final int longestHistory;
    private long revision;
    private long lastLease;

    /** The oldest change that the history has all of, or will have. */
    private long oldest = 1;

    State(int longestHistory) {
        this.longestHistory = longestHistory;
    }

    long revision() {
        return revision;
    }

    long oldest() {
        return oldest;
    }

    long nextLease() {
        return lastLease + 1;
    }

    Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(held -> new Entry(key, held.text(), held.revision()));
    }

    List<Entry> list(String prefix) {
        var found = new ArrayList<Entry>();
        for (var one : entries.tailMap(prefix, true).entrySet()) {
            if (!one.getKey().startsWith(prefix)) {
                break;
            }
            found.add(new Entry(one.getKey(), one.getValue().text(), one.getValue().revision()));
        }
        return found;
    }

    Optional<HeldLease> lease(long id) {
        return Optional.ofNullable(leases.get(id));
    }

    List<HeldLease> leases() {
        return List.copyOf(leases.values());
    }

    /** Changes of keys that begin so, from a revision on. */
    List<Change> changes(String prefix, long from) {
        if (from > revision) {
            return List.of();
        }
        var found = new ArrayList<Change>();
        for (var changes = history.descendingIterator(); changes.hasNext(); ) {
            var change = changes.next();
            if (change.revision() < from) {
                break;
            }
            if (change.key().startsWith(prefix)) {
                found.add(change);
            }
        }
        return found.reversed();
    }

    boolean holds(Transaction transaction) {
        for (var condition : transaction.conditions().entrySet()) {
            var held = entries.get(condition.getKey());
            var now = held == null ? Transaction.ABSENT : held.revision();
            if (now != condition.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** The line of a transaction whose conditions hold. */
    JsonObject line(Transaction transaction) {
        var writes = new ArrayList<Json>();
        transaction.writes().forEach((key, text) -> writes.add(write(key, text)));
        var line =
                JsonObject.builder()
                        .put("revision", revision + 1)
                        .put("writes", new JsonArray(writes));
        transaction.lease().ifPresent(lease -> line.put("under", lease.id()));
        return line.build();
    }

    private static Json write(String key, Optional<String> text) {
        return JsonObject.builder().put("key", key).putIfPresent("text", text).build();
    }

    static JsonObject line(HeldLease lease) {
        return JsonObject.builder()
                .put("lease", lease.id())
                .put("life", lease.life())
                .put("until", lease.until())
                .put("boot", lease.boot())
                .build();
    }

    /** The line that ends a lease, and with it all that is under it. */
    JsonObject lineOfEnd(HeldLease lease) {
        var writes = new ArrayList<Json>();
        entries.forEach((key, held) -> {
            if (held.lease().equals(OptionalLong.of(lease.id()))) {
                writes.add(write(key, Optional.empty()));
            }
        });
        var line = JsonObject.builder().put("ended", lease.id());
        return writes.isEmpty()
                ? line.build()
                : line.put("revision", revision + 1).put("writes", new JsonArray(writes)).build();
    }

    /** All of it, as the first line of a log. */
    JsonObject whole() {
        var all = new ArrayList<Json>();
        entries.forEach((key, held) ->
                all.add(
                        JsonObject.builder()
                                .put("key", key)
                                .put("text", held.text())
                                .put("revision", held.revision())
                                .putIfPresent("lease", held.lease())
                                .build()));
        var lines = new ArrayList<Json>();
        leases.values().forEach(lease -> lines.add(line(lease)));
        return JsonObject.builder()
                .put("format", 1)
                .put("revision", revision)
                .put("lastLease", lastLease)
                .put("entries", new JsonArray(all))
                .put("leases", new JsonArray(lines))
                .build();
    }

    /** Begins with what a log's first line says. The history before it is not in it. */
    void begin(JsonObject whole) {
        var now = whole.wholeNumber("revision").orElseThrow();
        if (now != revision || revision == 0) {
            history.clear();
            oldest = now + 1;
        }
        revision = now;
        lastLease = whole.wholeNumber("lastLease").orElseThrow();
        entries.clear();
        leases.clear();
        for (var item : whole.array("entries").orElseThrow().items()) {
            var entry = (JsonObject) item;
            entries.put(
                    entry.string("key").orElseThrow(),
                    new Held(
                            entry.string("text").orElseThrow(),
                            entry.wholeNumber("revision").orElseThrow(),
                            entry.wholeNumber("lease")));
        }
        for (var item : whole.array("leases").orElseThrow().items()) {
            apply((JsonObject) item);
        }
    }

    /** Goes on with a further line. */
    void apply(JsonObject line) {
        line.wholeNumber("ended").ifPresent(leases::remove);
        var lease = line.wholeNumber("lease");
        if (lease.isPresent()) {
            var id = lease.getAsLong();
            lastLease = Math.max(lastLease, id);
            leases.put(
                    id,
                    new HeldLease(
                            id,
                            line.wholeNumber("life").orElseThrow(),
                            line.wholeNumber("until").orElseThrow(),
                            line.string("boot").orElseThrow()));
        }
        line.wholeNumber("revision").ifPresent(now -> write(line, now));
    }

    private void write(JsonObject line, long now) {
        revision = now;
        for (var item : line.array("writes").orElseThrow().items()) {
            var write = (JsonObject) item;
            var key = write.string("key").orElseThrow();
            var text = write.string("text");
            if (text.isPresent()) {
                entries.put(key, new Held(text.get(), now, line.wholeNumber("under")));
                history.add(new Change(key, text, now));
            } else if (entries.remove(key) != null) {
                history.add(new Change(key, text, now));
            }
        }
        forget();
    }

    private void forget() {
        while (history.size() > longestHistory) {
            var gone = history.removeFirst();
            oldest = gone.revision() + 1;
        }
        // A transaction is told in full or not at all.
        while (!history.isEmpty() && history.getFirst().revision() < oldest) {
            history.removeFirst();
        }
    }
}

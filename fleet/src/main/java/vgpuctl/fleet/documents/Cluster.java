package vgpuctl.fleet.documents;

import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/** Which fleet a store holds: whoever joined one does not take orders from another. */
public final class Cluster {

    private Cluster() {}

    /** Its id; a store that has none yet becomes a fleet of this one. */
    public static String join(Store store, Keys keys, Supplier<String> newId) {
        while (true) {
            var there = id(store, keys);
            if (there.isPresent()) {
                return there.get();
            }
            var text = JsonObject.builder().put("kind", "Fleet").put("id", newId.get()).build();
            store.commit(
                    Transaction.swap(keys.cluster(), Transaction.ABSENT, JsonWriter.compact(text)));
        }
    }

    /** Empty where nobody ever made a fleet of the store. */
    public static Optional<String> id(Store store, Keys keys) {
        return store.get(keys.cluster())
                .map(entry ->
                        JsonReader.readObject(entry.text())
                                .flatMap(object -> object.string("id"))
                                .orElseThrow(() ->
                                        new Problem.HostNotReady(
                                                        keys.cluster()
                                                                + " in "
                                                                + store.name()
                                                                + " is not vgpuctl's",
                                                        "choose another prefix")
                                                .thrown()));
    }

    /** Refuses where it is another fleet than the one that was joined. */
    public static void check(Store store, String found, String joined) {
        if (!found.equals(joined)) {
            throw new Problem.Conflict(
                            "%s holds fleet %s; this host is of fleet %s"
                                    .formatted(store.name(), found, joined),
                            "name the right store; to leave the old fleet, release its claims and"
                                    + " delete /var/lib/vgpuctl/fleet")
                    .thrown();
        }
    }
}

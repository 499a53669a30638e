package vgpuctl.fleet.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.store.Transaction;

/** Releases, and decisions of which each knows of those before it, in one transaction. */
final class Batch {

    /** Of the 128 that etcd takes. */
    private static final int MOST_WRITES = 100;

    private final Keys keys;
    private final FleetView view;
    private final Placer placer;
    private final Map<Waiting.Asked, Decision.Placed> decisions = new LinkedHashMap<>();
    private final List<Waiting.Given> releases = new ArrayList<>();
    private final Map<String, HostAllocation> allocations = new TreeMap<>();
    private final Set<String> claims = new HashSet<>();

    Batch(Keys keys, FleetView view, Placer placer) {
        this.keys = keys;
        this.view = view;
        this.placer = placer;
    }

    boolean hasRoom() {
        return claims.size() + allocations.size() < MOST_WRITES;
    }

    boolean isEmpty() {
        return claims.isEmpty();
    }

    Set<String> hosts() {
        return allocations.keySet();
    }

    /** A release of what one host carries, as far as is known here; another is left. */
    void add(Waiting.Given given) {
        var hosts = given.hosts();
        if (hosts.size() != 1
                || !carries(hosts.getFirst(), given.id())
                || !claims.add(given.id())) {
            return;
        }
        releases.add(given);
        put(allocation(hosts.getFirst()).without(given.id()));
    }

    private boolean carries(String host, String claim) {
        return placer.host(host).isPresent()
                && view.host(host)
                        .filter(known -> known.allocation().claim(claim).isPresent())
                        .isPresent();
    }

    /** A decision for one host; another is left. */
    void add(Waiting.Asked asked, Decision.Placed placed) {
        var hosts = placed.hosts();
        var claim = asked.request().claim();
        if (hosts.size() > 1 || carries(hosts.getFirst(), claim) || !claims.add(claim)) {
            return;
        }
        decisions.put(asked, placed);
        put(placed.appliedTo(allocation(hosts.getFirst())));
    }

    private HostAllocation allocation(String host) {
        return Optional.ofNullable(allocations.get(host))
                .orElseGet(() -> view.host(host).orElseThrow().allocation());
    }

    /** Also for those who come after it. */
    private void put(HostAllocation after) {
        allocations.put(after.host(), after);
        placer.put(placer.host(after.host()).orElseThrow().with(after));
    }

    Transaction transaction() {
        var writes = new ClaimWrites(keys);
        releases.forEach(given -> writes.release(given.id(), given.revision()));
        decisions.values().forEach(writes::grant);
        allocations.forEach(
                (host, now) -> writes.swap(now, view.host(host).orElseThrow().revision()));
        return writes.transaction();
    }

    /** One by which to know whether it was written; where there is none, nobody can tell. */
    Optional<Decision.Placed> aGrant() {
        return decisions.values().stream().findFirst();
    }

    void done() {
        releases.forEach(Waiting.Given::done);
        decisions.forEach((asked, placed) -> asked.is(Outcome.Granted.of(placed)));
    }
}

package vgpuctl.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.scheduler.FleetView;
import vgpuctl.fleet.store.Store;

/** The claims that are on their way to another place, and whether somebody goes on with them. */
final class OnTheirWay {

    private final Store store;
    private final Keys keys;
    private final Map<String, ClaimKey.Way> ways = new HashMap<>();

    OnTheirWay(Store store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** Looks for those that the hosts carry. */
    OnTheirWay among(Map<String, FleetView.Known> hosts) {
        for (var known : hosts.values()) {
            for (var claim : known.allocation().claims()) {
                if (claim.from().isPresent()) {
                    store.get(keys.claim(claim.id()))
                            .flatMap(key -> ClaimKey.read(key.text()).way())
                            .ifPresent(way -> ways.put(claim.id(), way));
                }
            }
        }
        return this;
    }

    /** In words, for the host's row; empty for a claim that stays. */
    Optional<String> state(String host, FleetClaim claim) {
        return Optional.ofNullable(ways.get(claim.id())).map(way -> words(host, way));
    }

    private String words(String host, ClaimKey.Way way) {
        var direction =
                way.isWithin()
                        ? "changes its GPU"
                        : host.equals(way.to())
                                ? "on its way from " + way.from()
                                : "on its way to " + way.to();
        var isGoingOn = store.get(keys.mover(way.mover())).isPresent();
        var goesOn = way.isWithin() ? "fleet defragment" : "fleet drain " + way.from();
        return isGoingOn ? direction : direction + "; stopped: " + goesOn;
    }
}

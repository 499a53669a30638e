package vgpuctl.core.fleet.place;

import java.util.LinkedHashMap;
import java.util.Map;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetHost;

/** Changes that are tried out on the index, and taken back. */
final class Trial {

    private final Placer placer;
    private final Map<String, FleetHost> before = new LinkedHashMap<>();

    Trial(Placer placer) {
        this.placer = placer;
    }

    void release(String claim) {
        placer.hostsOf(claim).forEach(this::remember);
        placer.release(claim);
    }

    void commit(Placed placed) {
        placed.hosts().forEach(this::remember);
        placer.commit(placed);
    }

    void put(FleetHost host) {
        remember(host.id());
        placer.put(host);
    }

    private void remember(String host) {
        before.computeIfAbsent(host, id -> placer.host(id).orElseThrow());
    }

    void undo() {
        before.values().forEach(placer::put);
    }
}

package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.fleet.FleetHost;

/** A host in the index: its documents, and the state of each of its GPUs. */
final class PlacedHost implements Comparable<PlacedHost> {

    private final FleetHost host;
    private final HostClass hostClass;
    private final List<String> gpuOfSlot;
    private final long order;

    /**
     * @param gpuOfSlot the id of the GPU that is in each slot of the class
     * @param seed decides which of hosts in one state comes first; 0: by name
     */
    PlacedHost(FleetHost host, HostClass hostClass, List<String> gpuOfSlot, long seed) {
        this.host = host;
        this.hostClass = hostClass;
        this.gpuOfSlot = new ArrayList<>(gpuOfSlot);
        this.order = seed == 0 ? 0 : Mixing.mix(seed ^ host.id().hashCode());
    }

    FleetHost host() {
        return host;
    }

    String id() {
        return host.id();
    }

    HostClass hostClass() {
        return hostClass;
    }

    String gpu(int slot) {
        return gpuOfSlot.get(slot);
    }

    @Override
    public int compareTo(PlacedHost other) {
        var byOrder = Long.compare(order, other.order);
        return byOrder != 0 ? byOrder : id().compareTo(other.id());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlacedHost that && id().equals(that.id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }
}

package vgpuctl.fleet.scheduler;

import java.util.List;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.PlacementRequest;

/** Who decides. It is told of every change of a host before it is asked. */
public interface Placer {

    /** A host that is new, or is not as it was. */
    void put(FleetHost host);

    /** A host that is no longer there. */
    void remove(String host);

    Decision place(PlacementRequest request);

    /** Puts all that there are in the place of what was known. */
    default void replace(List<String> gone, List<FleetHost> all) {
        gone.forEach(this::remove);
        all.forEach(this::put);
    }
}

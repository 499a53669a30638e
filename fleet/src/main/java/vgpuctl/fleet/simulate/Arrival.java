package vgpuctl.fleet.simulate;

import java.time.Duration;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.PlacementRequest;

/**
 * A request that comes at a moment.
 *
 * @param at since the beginning, in simulated time
 * @param id of the claim
 * @param held how long the claim is held once it is granted, in simulated time
 */
public record Arrival(Duration at, String id, Wanted wanted, int count, Duration held) {

    PlacementRequest request() {
        return PlacementRequest.of(id, wanted, count);
    }
}

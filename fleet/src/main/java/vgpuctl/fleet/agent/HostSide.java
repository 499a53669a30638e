package vgpuctl.fleet.agent;

import java.util.List;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.problem.Problem;

/** The host itself, as its agent uses it. */
public interface HostSide {

    /**
     * What the host has now.
     *
     * @param allocation what it is to carry: all other vGPUs are somebody else's
     */
    HostInventory look(HostAllocation allocation);

    /** Whether there is something to do now that could not be done before. */
    default boolean isBehind(HostAllocation allocation) {
        return false;
    }

    /** Makes the host as the allocation says, as far as that goes; what did not go. */
    List<Problem> carryOut(HostAllocation allocation);

    /** The claims that are not all there, by id, after it was carried out. */
    default List<String> missing(HostAllocation allocation) {
        return List.of();
    }
}

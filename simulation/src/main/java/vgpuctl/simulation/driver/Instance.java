package vgpuctl.simulation.driver;

import vgpuctl.core.mig.GpuInstance;

/**
 * A GPU instance.
 *
 * @param id the driver's number for it
 * @param hasComputeInstance whether somebody made one in it; it has to go before the GPU instance
 */
public record Instance(int id, GpuInstance place, boolean hasComputeInstance) {

    private static final int POSITIONS_OF_SEVEN_SLICES = 8;

    /**
     * The driver numbers the places of GPU instances as nodes of a binary tree: the whole is 0, its
     * halves 1 and 2, their halves 3 to 6, and so on. On cards with seven slices the half at
     * position 4 comes first: NVIDIA's MIG user guide shows 1 for 4:4, 2 for 0:4, 7 for 4:1 and 11
     * for 0:1. For other cards the order is the simulator's choice.
     *
     * @param positions how long the card's memory axis is
     */
    public static Instance at(GpuInstance place, int positions, boolean hasComputeInstance) {
        var size = place.profile().size();
        var shift = positions == POSITIONS_OF_SEVEN_SLICES ? positions / 2 : 0;
        var start = (place.start() + shift) % positions;
        var id = positions / size - 1 + start / size;
        return new Instance(id, place, hasComputeInstance);
    }

    public Instance withComputeInstance(boolean has) {
        return new Instance(id, place, has);
    }
}

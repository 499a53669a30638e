package vgpuctl.core.inventory;

import java.util.OptionalInt;

/**
 * Where on its GPU an active vGPU lies, as far as the driver says so.
 *
 * @param placementId its offset in the frame buffer in GiB; the driver has none where all vGPUs of
 *     the GPU have one size, but for later generations
 * @param gpuInstance the id of the MIG GPU instance that carries it; empty without MIG
 */
public record Location(OptionalInt placementId, OptionalInt gpuInstance) {

    public static final Location UNKNOWN = new Location(OptionalInt.empty(), OptionalInt.empty());

    /** Where its parameters put it: a mediated device has no file that says it. */
    public static Location of(Parameters parameters) {
        return new Location(parameters.number(Parameters.PLACEMENT_ID), OptionalInt.empty());
    }
}

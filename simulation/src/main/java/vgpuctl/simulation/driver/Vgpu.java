package vgpuctl.simulation.driver;

import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.placement.Placement;
import vgpuctl.simulation.board.SimulatedType;

/**
 * A vGPU that there is.
 *
 * @param function the PCI function that it is made on
 * @param mdev empty where the function itself is what a VM gets
 * @param placement its placement id in force; empty where the mode has none
 * @param gpuInstance the number of the GPU instance that carries it; empty for a time-sliced type
 * @param parameters {@code vgpu_params}, comma separated; empty where nothing was written
 */
public record Vgpu(
        String function,
        SimulatedType type,
        Optional<Mdev> mdev,
        OptionalInt placement,
        OptionalInt gpuInstance,
        String parameters) {

    static final String PLACEMENT_PARAMETER = "vgpu-placement-id=";

    /** A mediated device, by which a VM gets the vGPU. */
    public record Mdev(String uuid, int iommuGroup) {}

    /** What the driver's log calls it. */
    public String name() {
        return mdev.map(Mdev::uuid).orElse(function);
    }

    Vgpu with(String newParameters, OptionalInt newPlacement) {
        return new Vgpu(function, type, mdev, newPlacement, gpuInstance, newParameters);
    }

    /** What it takes of the frame buffer; empty where the mode has no placements. */
    Optional<Placement> place() {
        return placement.isPresent()
                ? Optional.of(type.equalSize().at(placement.getAsInt()))
                : Optional.empty();
    }

    /** The placement id that its parameters ask for. */
    Optional<String> wishedPlacement() {
        for (var parameter : parameters.split(",", -1)) {
            if (parameter.startsWith(PLACEMENT_PARAMETER)) {
                return Optional.of(parameter.substring(PLACEMENT_PARAMETER.length()));
            }
        }
        return Optional.empty();
    }

    /** Whether it lies where its parameters ask for, if they do: else no VM starts with it. */
    public boolean isPlacedAsWished() {
        return wishedPlacement().stream()
                .allMatch(wish -> placement.isPresent() && wish.equals("" + placement.getAsInt()));
    }
}

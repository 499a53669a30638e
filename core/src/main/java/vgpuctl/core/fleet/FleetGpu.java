package vgpuctl.core.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.fit.Mode;

/**
 * A physical GPU of a host.
 *
 * @param id its PCI address
 * @param uuid the driver's
 * @param model the name of one of its host's models
 * @param numa empty where the host does not say
 * @param functions how many vGPUs its virtual functions carry; empty where they live on the GPU
 *     itself
 * @param barred the modes that it cannot have, and why: one clause, without a full stop
 * @param others vGPUs on it that no claim of the fleet made: they take room and never move
 * @param unusable why nothing may be placed on it; empty where something may
 */
public record FleetGpu(
        String id,
        Optional<String> uuid,
        String model,
        OptionalInt numa,
        OptionalInt functions,
        Map<Mode, String> barred,
        List<ClaimedVgpu> others,
        Optional<String> unusable) {

    public FleetGpu {
        barred = Map.copyOf(barred);
        others = List.copyOf(others);
    }

    /** One that says nothing beside its model. */
    public static FleetGpu of(String id, String model) {
        return new FleetGpu(
                id,
                Optional.empty(),
                model,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                List.of(),
                Optional.empty());
    }
}

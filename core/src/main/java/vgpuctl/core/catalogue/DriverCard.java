package vgpuctl.core.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A GPU as the driver's own database has it.
 *
 * @param device PCI device id
 * @param subsystem PCI subsystem id; empty where it is any
 * @param fractionalMultiVgpu whether one VM may have several of its vGPUs that are smaller than the
 *     GPU; empty where the database does not say
 * @param onVirtualFunctions whether its vGPUs live on virtual functions
 * @param types in the database's order, each once
 */
public record DriverCard(
        int device,
        OptionalInt subsystem,
        Optional<Boolean> fractionalMultiVgpu,
        boolean onVirtualFunctions,
        List<Supported> types) {

    public DriverCard {
        types = List.copyOf(types);
    }

    /**
     * A type that it supports.
     *
     * @param maxPerGpu empty where the database does not say
     */
    public record Supported(DriverType type, OptionalInt maxPerGpu) {}
}

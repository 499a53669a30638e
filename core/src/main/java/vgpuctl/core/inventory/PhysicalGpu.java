package vgpuctl.core.inventory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.pci.Architecture;

/**
 * A physical GPU, or another device that the kernel registers as a parent of mediated devices.
 *
 * @param model from the driver or from {@code pci.ids}; the parent's name where it is not on PCI
 * @param driver the bound driver; empty where none is
 * @param architecture empty where the device is not a GPU of NVIDIA's or its id is not known
 * @param numaNode empty where the host has none for it
 */
public record PhysicalGpu(
        DeviceName name,
        Reading<String> model,
        Optional<Architecture> architecture,
        Reading<Optional<String>> driver,
        Reading<OptionalInt> numaNode,
        Reading<Optional<IommuGroup>> iommuGroup,
        HostInterface hostInterface) {

    /** The types it offers; none where it has no host interface. */
    public List<TypeOffer> offers() {
        return switch (hostInterface) {
            case HostInterface.Mdev(var offers) -> offers;
            case HostInterface.None _ -> List.of();
        };
    }

    /**
     * The frame buffer that vGPUs can share, in MiB: what the largest set of one type takes. Empty
     * where no type says its size.
     */
    public OptionalInt framebufferMib() {
        var most = 0;
        for (var offer : offers()) {
            var description = offer.type().description();
            var size = description.framebufferMib().orElse(0);
            most = Math.max(most, size * description.maxInstances().orElse(0));
        }
        return most == 0 ? OptionalInt.empty() : OptionalInt.of(most);
    }
}

package vgpuctl.core.inventory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/**
 * A physical GPU, or another device that the kernel registers as a parent of mediated devices.
 *
 * @param model from the driver or from {@code pci.ids}; the parent's name where it is not on PCI
 * @param uuid as NVIDIA's driver gives it, {@code GPU-…}; empty where no such driver holds it
 * @param driver the bound driver; empty where none is
 * @param pciDevice NVIDIA's 16-bit PCI device id; empty for a parent that is no GPU of NVIDIA's
 * @param pciSubsystem the 16-bit id of the board's maker, which tells boards with one device id
 *     apart; empty likewise
 * @param numaNode empty where the host has none for it
 * @param memoryMib all of its memory in MiB, by the driver's word; empty where nobody was asked:
 *     where vGPUs can be made, their types say what they can share
 */
public record PhysicalGpu(
        DeviceName name,
        Reading<String> model,
        Optional<String> uuid,
        Optional<Integer> pciDevice,
        Optional<Integer> pciSubsystem,
        Reading<Optional<String>> driver,
        Reading<OptionalInt> numaNode,
        Reading<Optional<IommuGroup>> iommuGroup,
        HostInterface hostInterface,
        Partition partition,
        Reading<OptionalInt> memoryMib) {

    /** Its generation; empty where its device id is not known. */
    public Optional<Architecture> architecture() {
        return pciDevice.flatMap(Architecture::ofDevice);
    }

    /** What the project's own tables know of its board; empty where they do not know it. */
    public Optional<Board> board() {
        return pciDevice.flatMap(
                device -> Catalogue.ofProject().board(device, pciSubsystem.orElse(0)));
    }

    /** Whether vGPUs with this parent are on it. */
    public boolean holds(DeviceName parent) {
        return name.equals(parent)
                || hostInterface.includes(parent)
                || partition.functions().names().contains(parent);
    }

    /** The types it offers; none where it has no host interface. */
    public List<TypeOffer> offers() {
        return hostInterface.offers();
    }

    /** The type of that id, where it offers it. */
    public Optional<VgpuType> offered(TypeId id) {
        for (var offer : offers()) {
            if (offer.type().has(id)) {
                return Optional.of(offer.type());
            }
        }
        return Optional.empty();
    }

    /** The type of that name, where it offers it. */
    public Optional<VgpuType> offered(TypeName name) {
        for (var offer : offers()) {
            if (offer.type().name().full().equals(name.full())) {
                return Optional.of(offer.type());
            }
        }
        return Optional.empty();
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

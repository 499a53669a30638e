package vgpuctl.linux.libvirt;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.pci.Bdf;

/** A device of the host in a domain's XML, of the two kinds that can be a vGPU. */
public sealed interface Hostdev {

    Guest guest();

    /** Which device of the host it is. */
    HostDevice device();

    /**
     * What the domain calls the device.
     *
     * @param alias {@code hostdev0}; given when the domain starts, unless somebody gave it before
     * @param address where the guest sees it on PCI; empty: libvirt chooses when the device is
     *     added
     */
    record Guest(Optional<String> alias, Optional<Bdf> address) {}

    /**
     * A mediated device.
     *
     * @param model of the guest's device: {@code vfio-pci}
     * @param display whether the guest's screen is shown by the domain's graphics device
     * @param ramfb whether the screen also shows what comes before the guest's driver
     */
    record Mdev(UUID uuid, String model, boolean display, boolean ramfb, Guest guest)
            implements Hostdev {

        @Override
        public HostDevice device() {
            return new HostDevice.Mdev(uuid);
        }
    }

    /** A PCI function of the host, virtual or physical. */
    record Pci(Bdf source, Guest guest) implements Hostdev {

        @Override
        public HostDevice device() {
            return new HostDevice.PciFunction(source);
        }
    }

    /** Whether both are the same device of the host, however the domain calls it. */
    default boolean isSameDevice(Hostdev other) {
        return device().equals(other.device());
    }

    /**
     * Reads the XML of one device, as it stands in a domain; empty where it is a device of another
     * kind.
     *
     * @throws DomainXmlException where it is malformed
     */
    static Optional<Hostdev> parse(String xml) {
        return DomainXmlReader.device(xml);
    }
}

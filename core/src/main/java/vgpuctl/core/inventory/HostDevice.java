package vgpuctl.core.inventory;

import java.util.UUID;
import vgpuctl.core.pci.Bdf;

/** A device of the host that a domain is given. */
public sealed interface HostDevice {

    record Mdev(UUID uuid) implements HostDevice {}

    record PciFunction(Bdf address) implements HostDevice {}
}

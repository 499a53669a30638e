package vgpuctl.core.inventory;

import java.util.UUID;
import vgpuctl.core.pci.Bdf;

/** A device of the host that a domain is given. */
public sealed interface HostDevice {

    record Mdev(UUID uuid) implements HostDevice {

        // Written out, as is hashCode: what the compiler gives a record is made at run time.
        @Override
        public boolean equals(Object other) {
            return other instanceof Mdev that && uuid.equals(that.uuid);
        }

        @Override
        public int hashCode() {
            return uuid.hashCode();
        }
    }

    record PciFunction(Bdf address) implements HostDevice {}
}

package vgpuctl.core.inventory;

import java.util.UUID;
import vgpuctl.core.pci.Bdf;

/** A device of the host that a domain is given. */
public sealed interface HostDevice {

    /** Its UUID or its address. */
    String text();

    record Mdev(UUID uuid) implements HostDevice {

        @Override
        public String text() {
            return uuid.toString();
        }

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

    /** A PCI function, of which nobody but its address tells which vGPU it carries. */
    record PciFunction(Bdf address) implements HostDevice {

        @Override
        public String text() {
            return address.toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PciFunction that
                    && address.toString().equals(that.address.toString());
        }

        @Override
        public int hashCode() {
            return address.toString().hashCode();
        }
    }
}

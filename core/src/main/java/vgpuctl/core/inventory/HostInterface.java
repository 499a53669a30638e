package vgpuctl.core.inventory;

import java.util.List;
import java.util.Optional;

/** How a device offers vGPUs. Found out from the host, never from a version number. */
public sealed interface HostInterface {

    /** One word for people and for programs; empty where there is none. */
    Optional<String> word();

    /** The types offered; none without an interface. */
    List<TypeOffer> offers();

    /** Why there is none; empty where there is one. */
    Optional<Cause> obstacle();

    /** Mediated devices on the physical function, or on a parent that is not on PCI. */
    record Mdev(List<TypeOffer> offers) implements HostInterface {

        @Override
        public Optional<String> word() {
            return Optional.of("mdev");
        }

        @Override
        public Optional<Cause> obstacle() {
            return Optional.empty();
        }
    }

    /** None now. */
    record None(Cause cause) implements HostInterface {

        @Override
        public Optional<String> word() {
            return Optional.empty();
        }

        @Override
        public List<TypeOffer> offers() {
            return List.of();
        }

        @Override
        public Optional<Cause> obstacle() {
            return Optional.of(cause);
        }
    }

    /** Why a physical GPU offers no vGPUs. */
    sealed interface Cause {

        /** No driver holds the function, or one that makes no vGPUs (vfio-pci, nouveau). */
        record WrongDriver(String driver) implements Cause {}

        /** NVIDIA's driver without the vGPU manager, or a GPU that the manager does not serve. */
        record DriverWithoutVgpu() implements Cause {}

        /** The vGPUs of this GPU live on virtual functions, and none is enabled. */
        record VirtualFunctionsOff(int possible) implements Cause {}

        /** The vGPUs of this GPU live on virtual functions, which are enabled. */
        record OnVirtualFunctions(int enabled) implements Cause {}

        /** Could not be found out. */
        record Unseen(String why) implements Cause {}
    }
}

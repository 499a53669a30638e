package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;

/** How a device offers vGPUs. Found out from the host, never from a version number. */
public sealed interface HostInterface {

    /** One word for people and for programs; empty where there is none. */
    Optional<String> word();

    /** The types offered; none without an interface. */
    List<TypeOffer> offers();

    /** Why there is none; empty where there is one. */
    Optional<Cause> obstacle();

    /**
     * Whether the driver answers for one virtual function at a time, so that the sum of its answers
     * is no capacity: every free function answers 1 as long as the card has room. (An A100 with
     * nine of ten A100-4C answers seven times 1, and after the tenth sixteen times 0.)
     */
    default boolean countsFunctions() {
        return false;
    }

    /** What a VM is given of a vGPU that is made on a device of the GPU. */
    default HostDevice deviceOn(DeviceName place, UUID vgpu) {
        return new HostDevice.Mdev(vgpu);
    }

    /** Where our own record is a vGPU's definition, since mdevctl can keep none. */
    default boolean isKeptByUs() {
        return false;
    }

    /** Whether vGPUs of this interface have the device as their parent, beside the GPU itself. */
    default boolean includes(DeviceName device) {
        return false;
    }

    /**
     * The device that a vGPU of the type can be made on.
     *
     * @param gpu the GPU's own name
     * @param taken devices that are to be left alone
     */
    Optional<DeviceName> placeFor(DeviceName gpu, TypeId type, Set<DeviceName> taken);

    /** Mediated devices on the physical function, or on a parent that is not on PCI. */
    record Mdev(List<TypeOffer> offers) implements HostInterface {

        @Override
        public Optional<String> word() {
            return Optional.of("mdev");
        }

        @Override
        public Optional<DeviceName> placeFor(DeviceName gpu, TypeId type, Set<DeviceName> taken) {
            return Optional.of(gpu);
        }

        @Override
        public Optional<Cause> obstacle() {
            return Optional.empty();
        }
    }

    /**
     * Mediated devices on virtual functions, one each: since Ampere, on kernels for which NVIDIA's
     * driver has mdev.
     *
     * @param offers each type once, with the number of virtual functions that would take one
     */
    record MdevOnVirtualFunctions(List<VirtualFunction> functions, List<TypeOffer> offers)
            implements HostInterface {

        public static MdevOnVirtualFunctions of(List<VirtualFunction> functions) {
            var merged = new LinkedHashMap<Optional<TypeId>, TypeOffer>();
            for (var function : functions) {
                for (var offer : function.offers) {
                    merged.merge(offer.type().id(), offer, MdevOnVirtualFunctions::together);
                }
            }
            return new MdevOnVirtualFunctions(functions, List.copyOf(merged.values()));
        }

        /**
         * A virtual function and what it says it would take.
         *
         * @param offers each with 1 or 0 available
         */
        public record VirtualFunction(DeviceName name, List<TypeOffer> offers) {

            private boolean takes(TypeId type) {
                for (var offer : offers) {
                    if (offer.type().has(type)) {
                        return offer.available().orElse(0) > 0;
                    }
                }
                return false;
            }
        }

        @Override
        public Optional<String> word() {
            return Optional.of("mdev on VFs");
        }

        private static TypeOffer together(TypeOffer one, TypeOffer other) {
            return new TypeOffer(
                    one.type(),
                    one.available().flatMap(count -> other.available().map(more -> count + more)));
        }

        @Override
        public boolean countsFunctions() {
            return true;
        }

        @Override
        public boolean includes(DeviceName device) {
            for (var function : functions) {
                if (function.name.equals(device)) {
                    return true;
                }
            }
            return false;
        }

        /** The first that is free: the same choice for the same host. */
        @Override
        public Optional<DeviceName> placeFor(DeviceName gpu, TypeId type, Set<DeviceName> taken) {
            for (var function : functions) {
                if (!taken.contains(function.name) && function.takes(type)) {
                    return Optional.of(function.name);
                }
            }
            return Optional.empty();
        }

        @Override
        public Optional<Cause> obstacle() {
            return Optional.empty();
        }
    }

    /**
     * NVIDIA's own files on virtual functions, one vGPU each and no mediated devices: kernels that
     * came without them, since 6.8. The function itself is given to a VM.
     *
     * @param types those that the card is known to have, by size: the driver lists only those that
     *     can be made now
     */
    record VendorVfio(List<VendorFunction> functions, List<VgpuType> types)
            implements HostInterface {

        /**
         * A virtual function.
         *
         * @param current the type of the vGPU that it carries; empty where it carries none
         * @param creatable the types that it would take
         * @param parameters of the vGPU that it carries
         */
        public record VendorFunction(
                DeviceName name,
                Reading<Optional<TypeId>> current,
                List<TypeId> creatable,
                Parameters parameters,
                Location location) {

            private boolean isFree() {
                return current.map(Optional::isEmpty).orElse(false);
            }
        }

        @Override
        public Optional<String> word() {
            return Optional.of("vendor VFIO");
        }

        /** Each type with the number of virtual functions that would take one. */
        @Override
        public List<TypeOffer> offers() {
            var offers = new ArrayList<TypeOffer>();
            for (var type : types) {
                offers.add(new TypeOffer(type, Reading.of(taking(type))));
            }
            return List.copyOf(offers);
        }

        private int taking(VgpuType type) {
            var count = 0;
            for (var function : functions) {
                if (type.id().isPresent() && function.creatable.contains(type.id().get())) {
                    count++;
                }
            }
            return count;
        }

        @Override
        public boolean countsFunctions() {
            return true;
        }

        @Override
        public HostDevice deviceOn(DeviceName place, UUID vgpu) {
            return new HostDevice.PciFunction(place.address().orElseThrow());
        }

        @Override
        public boolean isKeptByUs() {
            return true;
        }

        @Override
        public boolean includes(DeviceName device) {
            return function(device).isPresent();
        }

        public Optional<VendorFunction> function(DeviceName device) {
            for (var function : functions) {
                if (function.name.equals(device)) {
                    return Optional.of(function);
                }
            }
            return Optional.empty();
        }

        /** The first that is free: the same choice for the same host. */
        @Override
        public Optional<DeviceName> placeFor(DeviceName gpu, TypeId type, Set<DeviceName> taken) {
            for (var function : functions) {
                if (!taken.contains(function.name)
                        && function.isFree()
                        && function.creatable.contains(type)) {
                    return Optional.of(function.name);
                }
            }
            return Optional.empty();
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
        public Optional<DeviceName> placeFor(DeviceName gpu, TypeId type, Set<DeviceName> taken) {
            return Optional.empty();
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

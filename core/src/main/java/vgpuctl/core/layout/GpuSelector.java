package vgpuctl.core.layout;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.pci.Bdf;

/** Which GPU is meant. */
public sealed interface GpuSelector {

    /** The device with this address, or a parent device that is not on PCI. */
    record Device(DeviceName name) implements GpuSelector {
        @Override
        public String toString() {
            return name.text();
        }
    }

    /** The GPU with this UUID, wherever it is plugged in. */
    record OfUuid(UUID uuid) implements GpuSelector {
        @Override
        public String toString() {
            return UUID_PREFIX + uuid;
        }
    }

    /**
     * A GPU of a model.
     *
     * @param index its place among those of its model, by address, from 0; empty: there is one only
     */
    record OfModel(String model, OptionalInt index) implements GpuSelector {
        @Override
        public String toString() {
            return index.isPresent() ? model + " " + index.getAsInt() : model;
        }
    }

    /** What begins a GPU's UUID as NVIDIA writes it. */
    String UUID_PREFIX = "GPU-";

    /** A device's name, unlike the beginning of an address or UUID with an error in it. */
    Pattern PLAIN_NAME = Pattern.compile("(?!(?i:pci_|gpu-|mig-))[A-Za-z][A-Za-z0-9_-]{0,62}");

    Pattern UUID_TEXT =
            Pattern.compile(
                    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** An address in any notation, a GPU's UUID or a plain device name; empty for other texts. */
    static Optional<GpuSelector> parse(String text) {
        if (text.regionMatches(true, 0, UUID_PREFIX, 0, UUID_PREFIX.length())) {
            return uuid(text.substring(UUID_PREFIX.length())).map(OfUuid::new);
        }
        if (PLAIN_NAME.matcher(text).matches()) {
            return Optional.of(new Device(new DeviceName(text)));
        }
        return text.strip().equals(text)
                ? Bdf.parse(text).map(address -> new Device(DeviceName.of(address)))
                : Optional.empty();
    }

    /** A UUID as everybody writes it, in upper or lower case. */
    static Optional<UUID> uuid(String text) {
        return UUID_TEXT.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}

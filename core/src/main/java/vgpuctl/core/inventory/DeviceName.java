package vgpuctl.core.inventory;

import java.util.Optional;
import vgpuctl.core.pci.Bdf;

/**
 * The kernel's name of a device that vGPUs are made on: a PCI address, or a plain name such as
 * {@code mtty} for a parent device that is not on PCI.
 */
public record DeviceName(String text) implements Comparable<DeviceName> {

    public DeviceName {
        if (!isSafe(text)) {
            throw new IllegalArgumentException("not a device name: " + text);
        }
    }

    public static DeviceName of(Bdf address) {
        return new DeviceName(address.toString());
    }

    /** The name as the kernel writes it: a PCI address in any notation becomes sysfs's own. */
    public static Optional<DeviceName> parse(String text) {
        return Bdf.parse(text)
                .map(DeviceName::of)
                .or(() -> isSafe(text) ? Optional.of(new DeviceName(text)) : Optional.empty());
    }

    public Optional<Bdf> address() {
        return Bdf.parse(text);
    }

    /** A name becomes part of a path: it must stay one component. */
    private static boolean isSafe(String text) {
        return !text.isBlank()
                && text.indexOf('/') < 0
                && text.indexOf('\0') < 0
                && !text.startsWith(".");
    }

    @Override
    public int compareTo(DeviceName other) {
        return text.compareTo(other.text);
    }

    // Written out, as is hashCode: what the compiler gives a record is made at run time.
    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceName that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

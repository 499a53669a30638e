package vgpuctl.core.pci;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a PCI function: domain, bus, device and function.
 *
 * <p>Hosts write it in many ways; {@link #parse} reads all of them and {@link #toString} prints the
 * kernel's own, {@code 0000:82:00.0}.
 *
 * @param domain 0 to 0xffffffff; more than four hex digits occur on virtual root complexes (VMD)
 * @param bus 0 to 255
 * @param device 0 to 31
 * @param function 0 to 7
 */
public record Bdf(long domain, int bus, int device, int function) implements Comparable<Bdf> {

    /**
     * {@code 82:00.0}, {@code 0000:82:00.0}, {@code 00000000:82:00.0}: lspci, sysfs, nvidia-smi.
     */
    private static final Pattern KERNEL =
            Pattern.compile("(?:([0-9a-f]{1,8}):)?([0-9a-f]{1,2}):([01]?[0-9a-f])\\.([0-7])");

    /** {@code pci_0000_82_00_0}: libvirt's name of the node device. */
    private static final Pattern LIBVIRT =
            Pattern.compile("pci_([0-9a-f]{4,8})_([0-9a-f]{2})_([01][0-9a-f])_([0-7])");

    /** Reads an address in any notation in use, in upper or lower case; empty where it is none. */
    public static Optional<Bdf> parse(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        var kernel = KERNEL.matcher(lower);
        if (kernel.matches()) {
            var domain = kernel.group(1) == null ? "0" : kernel.group(1);
            return Optional.of(of(domain, kernel.group(2), kernel.group(3), kernel.group(4)));
        }
        var libvirt = LIBVIRT.matcher(lower);
        return libvirt.matches()
                ? Optional.of(
                        of(libvirt.group(1), libvirt.group(2), libvirt.group(3), libvirt.group(4)))
                : Optional.empty();
    }

    private static Bdf of(String domain, String bus, String device, String function) {
        return new Bdf(
                HexFormat.fromHexDigitsToLong(domain),
                HexFormat.fromHexDigits(bus),
                HexFormat.fromHexDigits(device),
                HexFormat.fromHexDigits(function));
    }

    /** libvirt's node device name, {@code pci_0000_82_00_0}. */
    public String libvirtName() {
        return "pci_" + toString().replace(':', '_').replace('.', '_');
    }

    @Override
    public int compareTo(Bdf other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return hex(domain, 4) + ":" + hex(bus, 2) + ":" + hex(device, 2) + "." + function;
    }

    // Not String.format: it is slow to start and prints digits of the user's locale.
    private static String hex(long value, int width) {
        var digits = Long.toHexString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}

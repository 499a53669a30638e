package vgpuctl.core.pci;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

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

    /** What begins libvirt's name of a node device. */
    private static final String LIBVIRT = "pci_";

    /**
     * Reads an address in any notation in use, in upper or lower case; empty where it is none.
     *
     * <p>{@code 82:00.0}, {@code 0000:82:00.0} and {@code 00000000:82:00.0} are those of lspci,
     * sysfs and nvidia-smi; {@code pci_0000_82_00_0} is libvirt's name of the node device.
     */
    public static Optional<Bdf> parse(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith(LIBVIRT)
                ? libvirt(lower.substring(LIBVIRT.length()).split("_", -1))
                : kernel(lower);
    }

    private static Optional<Bdf> libvirt(String[] parts) {
        return parts.length == 4
                        && parts[0].length() >= 4
                        && parts[1].length() == 2
                        && parts[2].length() == 2
                ? of(parts[0], parts[1], parts[2], parts[3])
                : Optional.empty();
    }

    private static Optional<Bdf> kernel(String text) {
        var parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            return Optional.empty();
        }
        var last = parts[parts.length - 1];
        var dot = last.indexOf('.');
        return dot < 0
                ? Optional.empty()
                : of(
                        parts.length == 3 ? parts[0] : "0",
                        parts[parts.length - 2],
                        last.substring(0, dot),
                        last.substring(dot + 1));
    }

    private static Optional<Bdf> of(String domain, String bus, String device, String function) {
        return isHex(domain, 8, 0xffff_ffffL)
                        && isHex(bus, 2, 0xff)
                        && isHex(device, 2, 0x1f)
                        && isHex(function, 1, 7)
                ? Optional.of(
                        new Bdf(
                                HexFormat.fromHexDigitsToLong(domain),
                                HexFormat.fromHexDigits(bus),
                                HexFormat.fromHexDigits(device),
                                HexFormat.fromHexDigits(function)))
                : Optional.empty();
    }

    // No regular expression: loading the classes for one costs every command two milliseconds.
    private static boolean isHex(String digits, int longest, long most) {
        if (digits.isEmpty() || digits.length() > longest) {
            return false;
        }
        for (var i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return false;
            }
        }
        return HexFormat.fromHexDigitsToLong(digits) <= most;
    }

    /**
     * The function that lies so many functions behind this one, as SR-IOV counts them: through the
     * devices of a bus and into the next bus. Empty where there is none.
     */
    public Optional<Bdf> plus(int functions) {
        var id = (bus << 8 | device << 3 | function) + functions;
        return id < 0 || id > 0xffff
                ? Optional.empty()
                : Optional.of(new Bdf(domain, id >> 8, id >> 3 & 0x1f, id & 7));
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

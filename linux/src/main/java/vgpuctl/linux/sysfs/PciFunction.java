package vgpuctl.linux.sysfs;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a PCI function says it is, from its {@code modalias} attribute.
 *
 * @param vendor four hex digits in lower case
 * @param device likewise
 * @param subsystem likewise: the device id of the subsystem
 * @param displayClass whether it is a VGA or 3D controller (class 0300 or 0302)
 */
record PciFunction(String vendor, String device, String subsystem, boolean displayClass) {

    private static final String NVIDIA = "10de";

    /** Up to the class and subclass. */
    private static final int SHORTEST =
            "pci:v000010DEd00001B39sv000010DEsd00001217bc03sc02".length();

    /** Reads {@code pci:v000010DEd00001B39sv000010DEsd00001217bc03sc02i00}. */
    static Optional<PciFunction> parse(String modalias) {
        if (!modalias.startsWith("pci:v") || modalias.length() < SHORTEST) {
            return Optional.empty();
        }
        var vendor = modalias.substring(9, 13).toLowerCase(Locale.ROOT);
        var device = modalias.substring(18, 22).toLowerCase(Locale.ROOT);
        var subsystem = modalias.substring(38, 42).toLowerCase(Locale.ROOT);
        if (!isHex(vendor + device + subsystem)) {
            return Optional.empty();
        }
        var classes = modalias.indexOf("bc", 40);
        var display =
                classes > 0
                        && (modalias.startsWith("bc03sc00", classes)
                                || modalias.startsWith("bc03sc02", classes));
        return Optional.of(new PciFunction(vendor, device, subsystem, display));
    }

    private static boolean isHex(String digits) {
        for (var i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isNvidiaGpu() {
        return vendor.equals(NVIDIA) && displayClass;
    }

    int deviceNumber() {
        return HexFormat.fromHexDigits(device);
    }

    int subsystemNumber() {
        return HexFormat.fromHexDigits(subsystem);
    }
}

package vgpuctl.core.plan;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Scheduler;

/**
 * Our file of options for the kernel module {@code nvidia}: the scheduler of each GPU as {@code
 * RmPVMRL}, which the driver reads when it is loaded (NVIDIA AI Enterprise user guide).
 */
public final class ModuleOptions {

    public static final String PATH = "/etc/modprobe.d/vgpuctl.conf";

    private static final String HEADING =
            "# Written by 'vgpuctl scheduler'. Read when the module nvidia is loaded.\n";
    private static final String BEGINNING = "options nvidia NVreg_RegistryDwordsPerDevice=\"";
    private static final String PCI = "pci=";
    private static final String VALUE = "RmPVMRL=";

    private ModuleOptions() {}

    /** The file with another scheduler for one GPU; all else in our line as it was. */
    public static String with(Optional<String> text, DeviceName gpu, Scheduler scheduler) {
        var values = read(text.orElse(""));
        values.put(gpu.text(), "0x" + hex(scheduler.registryValue()));
        var line = new StringBuilder();
        for (var entry : values.entrySet()) {
            line.append(line.isEmpty() ? "" : ";");
            line.append(PCI).append(entry.getKey()).append(";").append(VALUE);
            line.append(entry.getValue());
        }
        return HEADING + BEGINNING + line + "\"\n";
    }

    /** The value of each GPU, by its address. */
    private static SortedMap<String, String> read(String text) {
        var values = new TreeMap<String, String>();
        for (var line : text.split("\n", -1)) {
            if (line.startsWith(BEGINNING)) {
                read(line.substring(BEGINNING.length()).replace("\"", ""), values);
            }
        }
        return values;
    }

    private static void read(String line, SortedMap<String, String> values) {
        var gpu = "";
        for (var part : line.split(";", -1)) {
            if (part.startsWith(PCI)) {
                gpu = part.substring(PCI.length());
            } else if (part.startsWith(VALUE) && !gpu.isEmpty()) {
                values.put(gpu, part.substring(VALUE.length()));
            }
        }
    }

    private static String hex(int value) {
        var digits = Integer.toHexString(value);
        return "0".repeat(8 - digits.length()) + digits;
    }
}

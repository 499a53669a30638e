package vgpuctl.linux.pciids;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;

/** The names of PCI devices, from the list that Linux distributions carry. */
public final class PciIds {

    private static final List<String> PLACES =
            List.of("/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids");

    private final String list;

    private PciIds(String list) {
        this.list = list;
    }

    public static PciIds of(HostFiles files) {
        for (var place : PLACES) {
            if (files.text(place) instanceof Reading.Known<String>(var text)) {
                return new PciIds(text);
            }
        }
        return new PciIds("");
    }

    /**
     * The name of a device.
     *
     * @param vendor four hex digits in lower case
     * @param device likewise
     */
    public Optional<String> nameOf(String vendor, String device) {
        var section = list.startsWith(vendor + "  ") ? 0 : list.indexOf("\n" + vendor + "  ");
        if (section < 0) {
            return Optional.empty();
        }
        // A vendor's devices are the indented lines up to the next vendor.
        var line = list.indexOf('\n', section + 1);
        while (line >= 0 && line + 1 < list.length() && isPartOfSection(line + 1)) {
            if (list.startsWith("\t" + device + "  ", line + 1)) {
                var end = list.indexOf('\n', line + 1);
                return Optional.of(list.substring(line + 8, end < 0 ? list.length() : end).strip());
            }
            line = list.indexOf('\n', line + 1);
        }
        return Optional.empty();
    }

    private boolean isPartOfSection(int at) {
        var first = list.charAt(at);
        return first == '\t' || first == '#' || first == '\n';
    }
}

package vgpuctl.layout.others;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.type.TypeId;

/**
 * Reads what nvidia-dev-ctl saves, a line for each device: address and driver, and where it has
 * mediated devices their UUID and type. An older release saved UUID, address and type.
 */
final class DevCtlTable {

    private final List<String> notes;

    DevCtlTable(List<String> notes) {
        this.notes = notes;
    }

    List<FoundMdev> read(String text) {
        return text.lines().flatMap(line -> line(line).stream()).toList();
    }

    private Optional<FoundMdev> line(String line) {
        var content = line.replaceFirst("#.*", "").strip();
        var words = content.split("\\s+", -1);
        return switch (words.length) {
            case 1 -> content.isEmpty() ? Optional.empty() : leftOut(content);
            case 2 -> device(words[0], words[1]);
            case 3 -> mdev(words[0], words[1], words[2]).or(() -> leftOut(content));
            case 4 -> mdev(words[2], words[0], words[3]).or(() -> leftOut(content));
            default -> leftOut(content);
        };
    }

    private Optional<FoundMdev> leftOut(String content) {
        notes.add(
                "the line "
                        + Notes.shown(content)
                        + " is left out: it is no device of nvidia-dev-ctl");
        return Optional.empty();
    }

    private Optional<FoundMdev> device(String address, String driver) {
        if (!driver.equals("nvidia")) {
            notes.add(
                    Notes.shown(address)
                            + " is bound to "
                            + Notes.shown(driver)
                            + ": a layout has no place for that");
        }
        return Optional.empty();
    }

    /** The file is for making the devices again at boot, so they are started with their GPU. */
    private static Optional<FoundMdev> mdev(String uuid, String address, String type) {
        var id = VgpuRecordText.uuid(uuid);
        var parent = DeviceName.parse(address);
        return id.isPresent() && parent.isPresent() && TypeId.isSafe(type)
                ? Optional.of(
                        new FoundMdev(
                                id.get(),
                                parent.get(),
                                new TypeId(type),
                                Optional.of(true),
                                Optional.of(true),
                                new TreeMap<>()))
                : Optional.empty();
    }
}

package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * The table {@code nvidia/creatable_vgpu_types} of a virtual function on hosts without mdev:
 *
 * <pre>
 * ID    : vGPU Name
 * 1145  : NVIDIA L40S-1B
 * </pre>
 *
 * <p>Only what can be created now is in it, so the heading alone means that nothing can. Older
 * drivers write no heading.
 */
public final class CreatableTypes {

    private CreatableTypes() {}

    /** A row: all that the driver says of a type. */
    public record Row(TypeId id, TypeName name) {}

    /** In the table's order, each id once; a line that is no row is passed over. */
    public static List<Row> parse(String text) {
        var rows = new ArrayList<Row>();
        var seen = new HashSet<String>();
        for (var line : text.split("\n", -1)) {
            var row = row(line);
            if (row.isPresent() && seen.add(row.get().id().text())) {
                rows.add(row.get());
            }
        }
        return List.copyOf(rows);
    }

    private static Optional<Row> row(String line) {
        var colon = line.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        var name = line.substring(colon + 1).strip();
        var id = TypeReader.number(line.substring(0, colon).strip()).orElse(0);
        return id > 0 && !name.isEmpty()
                ? Optional.of(new Row(new TypeId("nvidia-" + id), new TypeName(name)))
                : Optional.empty();
    }
}

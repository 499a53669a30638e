package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What {@code nvidia/creatable_vgpu_types} says: a line {@code 1145 : NVIDIA L40S-1B} for each type
 * that the virtual function would take now, below a heading that some releases leave out. The
 * heading alone is legal: nothing fits.
 */
final class CreatableTypes {

    private CreatableTypes() {}

    /** A type by the driver's number and name. */
    record Row(TypeId id, TypeName name) {}

    /** The rows; lines that are none are passed over. */
    static List<Row> parse(String text) {
        var rows = new ArrayList<Row>();
        for (var line : text.split("\n", -1)) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                var number = line.substring(0, colon).strip();
                var name = line.substring(colon + 1).strip();
                if (TypeReader.number(number).isPresent() && !name.isEmpty()) {
                    rows.add(new Row(new TypeId("nvidia-" + number), new TypeName(name)));
                }
            }
        }
        return rows;
    }
}

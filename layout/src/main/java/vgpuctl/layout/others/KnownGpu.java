package vgpuctl.layout.others;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * A GPU of the host that an import is for.
 *
 * @param pciDevice 16-bit PCI device id; empty for a parent that is not on PCI
 * @param functions its virtual functions
 * @param types the names of those that its driver offers
 */
public record KnownGpu(
        DeviceName name,
        OptionalInt pciDevice,
        List<DeviceName> functions,
        Map<TypeId, TypeName> types) {

    public KnownGpu {
        functions = List.copyOf(functions);
        types = Map.copyOf(types);
    }

    boolean holds(DeviceName parent) {
        return name.equals(parent) || functions.contains(parent);
    }
}

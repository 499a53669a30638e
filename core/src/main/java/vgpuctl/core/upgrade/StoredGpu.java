package vgpuctl.core.upgrade;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What is stored for one GPU: in definitions, records and the layout.
 *
 * @param pciDevice 16-bit PCI device id
 * @param subsystem 16-bit PCI subsystem id; empty where it is not known
 * @param mode empty where none is asked for
 */
public record StoredGpu(
        DeviceName name,
        int pciDevice,
        OptionalInt subsystem,
        Optional<GpuMode> mode,
        List<StoredVgpu> vgpus) {

    public StoredGpu {
        vgpus = List.copyOf(vgpus);
    }

    /**
     * A vGPU that is stored.
     *
     * @param label its name, or its UUID where it has none
     * @param id the one in its definition, which mdevctl goes by; empty where it has none
     * @param parameters by name
     */
    public record StoredVgpu(
            String label, TypeName type, Optional<TypeId> id, SortedSet<String> parameters) {

        public StoredVgpu {
            parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
        }
    }
}

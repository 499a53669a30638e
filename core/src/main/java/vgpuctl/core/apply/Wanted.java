package vgpuctl.core.apply;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.layout.LayoutVgpu;

/**
 * One vGPU that a layout wants.
 *
 * @param name empty: it goes by its UUID
 * @param vm who is to have it; empty: that is open
 * @param owner whose it is to be beside that; empty: that is open
 * @param parameters with its placement id, where the layout gives one
 * @param at where the layout says so, for mistakes
 */
record Wanted(
        PhysicalGpu gpu,
        Optional<String> name,
        UUID uuid,
        LayoutVgpu.Wish wish,
        Optional<String> vm,
        Optional<String> owner,
        LayoutVgpu.Life life,
        Parameters parameters,
        String at) {

    String label() {
        return name.orElseGet(uuid::toString);
    }

    /**
     * Whether it has to be defined: what is started by itself, or waits. One that is only there now
     * may be without a definition.
     */
    boolean isToBeDefined() {
        return life.autostart() || !life.active();
    }
}

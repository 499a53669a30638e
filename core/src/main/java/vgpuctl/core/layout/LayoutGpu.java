package vgpuctl.core.layout;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Scheduler;

/**
 * What should be on one GPU.
 *
 * @param mode empty: what its vGPUs need
 * @param mig the GPU instances that it is cut into; where there are any, the mode is {@link
 *     GpuMode#MIG}. None in that mode: those that its vGPUs need
 * @param scheduler empty: whatever it is
 */
public record LayoutGpu(
        GpuSelector gpu,
        Optional<GpuMode> mode,
        List<MigWish> mig,
        Optional<Scheduler> scheduler,
        List<LayoutVgpu> vgpus) {

    public LayoutGpu {
        mig = List.copyOf(mig);
        vgpus = List.copyOf(vgpus);
        if (!mig.isEmpty() && !mode.equals(Optional.of(GpuMode.MIG))) {
            throw new IllegalArgumentException("GPU instances without MIG mode");
        }
    }

    /** A GPU with nothing but vGPUs. */
    public static LayoutGpu of(GpuSelector gpu, List<LayoutVgpu> vgpus) {
        return new LayoutGpu(gpu, Optional.empty(), List.of(), Optional.empty(), vgpus);
    }
}

package vgpuctl.core.inventory;

import java.util.List;
import java.util.Optional;

/**
 * How a GPU is to be shared out: what a restart of the host, or of the driver, takes away and we
 * bring back. Written whenever we switch something on a GPU.
 *
 * @param functions whether its virtual functions are enabled
 * @param instances by place
 * @param scheduler empty: whatever the driver begins with
 */
public record GpuRecord(
        DeviceName gpu,
        boolean functions,
        boolean mixedSizes,
        boolean mig,
        List<InstanceAt> instances,
        Optional<Scheduler> scheduler) {

    public GpuRecord {
        instances = List.copyOf(instances);
    }

    /** A GPU instance by its profile and its first memory position. */
    public record InstanceAt(String profile, int start) {}

    /** As a GPU is switched now. */
    public static GpuRecord of(PhysicalGpu gpu, Optional<Scheduler> scheduler) {
        var partition = gpu.partition();
        return new GpuRecord(
                gpu.name(),
                partition.functions().enabled() > 0,
                partition.mixedSizes().orElse(false),
                partition.mig().isOn(),
                partition.mig().all().stream()
                        .map(i -> new InstanceAt(i.profile(), i.start()))
                        .toList(),
                scheduler);
    }

    public GpuRecord scheduledBy(Scheduler other) {
        return new GpuRecord(gpu, functions, mixedSizes, mig, instances, Optional.of(other));
    }
}

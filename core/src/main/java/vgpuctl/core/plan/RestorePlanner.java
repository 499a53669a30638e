package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.Vgpu;

/**
 * Plans what brings back what a restart of the host took: as we noted it, in the driver's order.
 */
public final class RestorePlanner {

    private RestorePlanner() {}

    /**
     * The GPUs on which something is to be there after a restart, whether they are there or not.
     */
    public static List<DeviceName> expected(HostSnapshot host) {
        var names = new TreeSet<DeviceName>();
        host.gpuRecords().stream()
                .filter(record -> record.functions() || record.scheduler().isPresent())
                .forEach(record -> names.add(record.gpu()));
        for (var vgpu : host.vgpus()) {
            if (vgpu.isAutostart()) {
                names.add(host.gpuOf(vgpu.parent()).map(PhysicalGpu::name).orElse(vgpu.parent()));
            }
        }
        return List.copyOf(names);
    }

    /** Whether its driver is up, so that it can be switched and vGPUs can be made on it. */
    public static boolean isReady(HostSnapshot host, DeviceName name) {
        return host.gpu(name)
                .filter(gpu ->
                        !gpu.offers().isEmpty() || gpu.partition().functions().possible() > 0)
                .isPresent();
    }

    /** What has to be switched on a GPU; no steps where it is as it is to be. */
    public static Plan switches(HostSnapshot host, PhysicalGpu gpu, Reading<Scheduler> scheduler) {
        var change = new PartitionChange(host, gpu);
        var record = host.recordOf(gpu);
        var lacksFunctions =
                !change.hasFunctions()
                        && gpu.partition().functions().possible() > 0
                        && (record.filter(GpuRecord::functions).isPresent()
                                || isWaitedFor(host, gpu));
        if (record.filter(GpuRecord::mig).isPresent() && !change.isMig()) {
            change.switchMig(true);
        }
        if (lacksFunctions) {
            change.change(Feature.VIRTUAL_FUNCTIONS, true);
        }
        record.ifPresent(wanted -> modes(change, wanted));
        var steps = new ArrayList<>(change.plan().steps());
        record.flatMap(GpuRecord::scheduler)
                .flatMap(wanted -> scheduling(gpu, scheduler, wanted))
                .ifPresent(steps::add);
        return Plan.toUndo(steps, List.of());
    }

    /** A definition on one of its functions waits for it. */
    private static boolean isWaitedFor(HostSnapshot host, PhysicalGpu gpu) {
        return host.vgpusOn(gpu).stream()
                .anyMatch(vgpu -> vgpu.isAutostart() && !vgpu.parent().equals(gpu.name()));
    }

    private static void modes(PartitionChange change, GpuRecord wanted) {
        if (wanted.mixedSizes() && !change.isMixed()) {
            change.change(Feature.MIXED_SIZES, true);
        }
        for (var instance : wanted.instances()) {
            var isThere =
                    change.instances().stream()
                            .anyMatch(i ->
                                    i.profile().equals(instance.profile())
                                            && i.start() == instance.start());
            if (!isThere) {
                change.create(instance.profile(), instance.start());
            }
        }
    }

    private static Optional<Step> scheduling(
            PhysicalGpu gpu, Reading<Scheduler> now, Scheduler wanted) {
        return now.map(is ->
                        is == wanted
                                ? Optional.<Step>empty()
                                : Optional.<Step>of(
                                        new Step.ChangeScheduler(gpu.name(), is, wanted)))
                .orElse(Optional.empty());
    }

    /** Those that are to be started, in their order. */
    public static List<Vgpu> toStart(HostSnapshot host, PhysicalGpu gpu) {
        return host.vgpusOn(gpu).stream()
                .filter(vgpu -> vgpu.isAutostart() && !vgpu.active())
                .toList();
    }
}

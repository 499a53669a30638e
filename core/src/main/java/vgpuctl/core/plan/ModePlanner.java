package vgpuctl.core.plan;

import java.util.Optional;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.catalogue.Modes.MixedSize;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.problem.Problem;

/** Plans whether vGPUs of one size or of several share a GPU. */
public final class ModePlanner {

    private ModePlanner() {}

    /**
     * Lets vGPUs of several sizes share the GPU.
     *
     * @param scheduler how its time is shared now
     */
    public static Plan mixedSize(HostSnapshot host, PhysicalGpu gpu, Reading<Scheduler> scheduler) {
        var change = new PartitionChange(host, gpu);
        refuseUnlessMixable(gpu, change, scheduler);
        if (change.isMixed()) {
            return PartitionChange.nothing(gpu.name() + " is in mixed-size mode already");
        }
        change.refuseWhileInUse("its mode can be changed");
        if (!change.hasFunctions()) {
            change.change(Feature.VIRTUAL_FUNCTIONS, true);
        }
        change.change(Feature.MIXED_SIZES, true);
        return change.plan(
                "the driver forgets this mode when the host or the driver starts anew, and when the"
                        + " virtual functions are switched");
    }

    public static Plan equalSize(HostSnapshot host, PhysicalGpu gpu) {
        var change = new PartitionChange(host, gpu);
        if (!change.isMixed()) {
            return PartitionChange.nothing(gpu.name() + " is in equal-size mode already");
        }
        change.refuseWhileInUse("its mode can be changed");
        change.change(Feature.MIXED_SIZES, false);
        return change.plan();
    }

    /** NVIDIA AI Enterprise user guide, time-sliced vGPUs of different sizes. */
    private static void refuseUnlessMixable(
            PhysicalGpu gpu, PartitionChange change, Reading<Scheduler> scheduler) {
        var support = gpu.board().map(board -> Catalogue.ofProject().modesOf(board).mixedSize());
        if (support.equals(Optional.of(MixedSize.NOT_SUPPORTED))) {
            throw new Problem.HostNotReady(
                            gpu.name()
                                    + " has no mixed-size mode: its driver has one for GPUs whose vGPUs"
                                    + " live on virtual functions, since Ampere",
                            "make vGPUs of one size on it, and of another size on another GPU")
                    .thrown();
        }
        if (support.equals(Optional.of(MixedSize.ONE_SIZE))) {
            throw new Problem.HostNotReady(
                            gpu.name() + " has time-sliced types of one size only: nothing to mix",
                            "cut it with MIG instead: vgpuctl mig plan " + gpu.name())
                    .thrown();
        }
        change.refuseWithoutFunctions();
        if (change.isMig()) {
            throw new Problem.Conflict(
                            gpu.name() + " is in MIG mode, which has no mixed sizes",
                            "leave MIG mode first: vgpuctl mig disable " + gpu.name())
                    .thrown();
        }
        if (scheduler.equals(Reading.of(Scheduler.FIXED_SHARE))) {
            throw new Problem.Conflict(
                            "the scheduler of "
                                    + gpu.name()
                                    + " is fixed-share, which wants vGPUs of one size",
                            "choose another one first: vgpuctl scheduler "
                                    + gpu.name()
                                    + " best-effort")
                    .thrown();
        }
    }
}

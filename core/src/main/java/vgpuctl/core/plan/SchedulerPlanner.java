package vgpuctl.core.plan;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.problem.Problem;

/** Plans how a GPU's time is shared: at once where the driver can, else from its next start. */
public final class SchedulerPlanner {

    private SchedulerPlanner() {}

    public static Plan plan(
            HostSnapshot host, PhysicalGpu gpu, Scheduler wanted, SchedulerSetting setting) {
        refuseImpossible(gpu, wanted);
        return switch (setting.now()) {
            case Reading.Known<Scheduler>(var now) -> live(host, gpu, now, wanted);
            case Reading.Unknown<Scheduler>(var why) -> option(gpu, wanted, setting, why);
        };
    }

    private static void refuseImpossible(PhysicalGpu gpu, Scheduler wanted) {
        var isMaxwell = gpu.architecture().equals(Optional.of(Architecture.MAXWELL));
        if (isMaxwell && wanted != Scheduler.BEST_EFFORT) {
            throw new Problem.HostNotReady(
                            gpu.name()
                                    + " is of the Maxwell generation, which knows best-effort only",
                            "leave it so, or use a later card")
                    .thrown();
        }
        if (wanted == Scheduler.FIXED_SHARE && gpu.partition().mixedSizes().orElse(false)) {
            throw new Problem.Conflict(
                            gpu.name()
                                    + " is in mixed-size mode, and fixed-share wants vGPUs of one size",
                            "choose equal-share, or first: vgpuctl mode equal-size " + gpu.name())
                    .thrown();
        }
    }

    private static Plan live(HostSnapshot host, PhysicalGpu gpu, Scheduler now, Scheduler wanted) {
        if (now == wanted) {
            return PartitionChange.nothing(
                    "the scheduler of " + gpu.name() + " is " + wanted + " already");
        }
        new PartitionChange(host, gpu).refuseWhileInUse("the scheduler can be changed");
        var before = host.recordOf(gpu);
        var after = before.orElseGet(() -> GpuRecord.of(gpu, Optional.empty())).scheduledBy(wanted);
        return Plan.toUndo(
                List.of(
                        new Step.ChangeGpuRecord(gpu.name(), before, Optional.of(after)),
                        new Step.ChangeScheduler(gpu.name(), now, wanted)),
                List.of(
                        "the driver forgets it when it starts anew: 'vgpuctl restore' sets it again"));
    }

    private static Plan option(
            PhysicalGpu gpu, Scheduler wanted, SchedulerSetting setting, String why) {
        return switch (setting.moduleOptions()) {
            case Reading.Unknown<Optional<String>>(var unreadable) ->
                    throw new Problem.HostNotReady(
                                    ModuleOptions.PATH + " could not be read: " + unreadable,
                                    "run as root: sudo vgpuctl …")
                            .thrown();
            case Reading.Known<Optional<String>>(var before) -> {
                var after = ModuleOptions.with(before, gpu.name(), wanted);
                yield before.equals(Optional.of(after))
                        ? PartitionChange.nothing(
                                ModuleOptions.PATH + " says " + wanted + " already")
                        : Plan.toUndo(
                                List.of(new Step.ChangeModuleOptions(before, Optional.of(after))),
                                List.of(
                                        "this driver cannot change it while it runs ("
                                                + why
                                                + "): restart the host, after 'update-initramfs -u'"
                                                + " or 'dracut -f' where the module is loaded"
                                                + " early"));
            }
        };
    }
}

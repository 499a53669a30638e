package vgpuctl.core.cleanup;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.LifePlanner;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.Use;
import vgpuctl.core.problem.Problem;

/** How each leftover is taken away: a change of its own, so that one refusal costs no other. */
public final class CleanupPlanner {

    private CleanupPlanner() {}

    /**
     * Takes one away.
     *
     * @throws vgpuctl.core.problem.ProblemException where it has to stay for now
     */
    public static Plan plan(HostSnapshot host, Remains remains, Leftover leftover) {
        return switch (leftover) {
            // Whoever recovers knows its steps.
            case Leftover.Interrupted _ -> plan();
            case Leftover.Child(var process, _) ->
                    plan(new Step.EndProcess(process.pid(), process.started()));
            case Leftover.Unowned(var vgpu, _) -> remove(host, remains, vgpu);
            case Leftover.OfDriver _ -> plan(restart(host, remains));
            case Leftover.Reference(var domain, var device, _) ->
                    plan(
                            new Step.DetachHostdev(
                                    domain, new Hostdev(device, false), EnumSet.of(Affect.CONFIG)));
            case Leftover.ParentGone(var vgpu, _) -> remove(host, remains, vgpu);
            case Leftover.EarlierBoot(var vgpu, _) ->
                    plan(change(vgpu, vgpu.record().map(CleanupPlanner::withoutBoot)));
            case Leftover.Claim(var vgpu, _, _) ->
                    plan(change(vgpu, vgpu.record().map(VgpuRecord::meantForNone)));
            case Leftover.OnlyRecord(var vgpu, _) -> plan(change(vgpu, Optional.empty()));
        };
    }

    private static Plan plan(Step... steps) {
        return Plan.toFinish(List.of(steps), List.of());
    }

    private static Plan remove(HostSnapshot host, Remains remains, Vgpu vgpu) {
        var holders = remains.holders().getOrDefault(vgpu.uuid(), List.of());
        return LifePlanner.remove(vgpu, Use.of(host, vgpu, holders));
    }

    private static Step change(Vgpu vgpu, Optional<VgpuRecord> after) {
        return new Step.ChangeRecord(vgpu.uuid(), vgpu.record(), after);
    }

    private static VgpuRecord withoutBoot(VgpuRecord record) {
        return record.kept()
                .map(kept ->
                        record.keeping(new Kept(kept.start(), kept.parameters(), Optional.empty())))
                .orElse(record);
    }

    /** Every VM's vGPU has a process of its own; without its service none could start. */
    private static Step restart(HostSnapshot host, Remains remains) {
        Search.whyNoRestart(host, remains)
                .ifPresent(why -> {
                    throw new Problem.Conflict(
                                    why + ": the vGPU manager is restarted only where none does",
                                    "shut the VMs with vGPUs down, then run 'vgpuctl cleanup' again")
                            .thrown();
                });
        return switch (remains.serviceStart()) {
            case Reading.Known<String>(var start) ->
                    new Step.RestartService(Remains.SERVICE, start);
            case Reading.Unknown<String>(var why) ->
                    throw new Problem.HostNotReady(
                                    "the service " + Remains.SERVICE + " was not seen: " + why,
                                    "restart the host: nothing else frees the vGPU")
                            .thrown();
        };
    }

    /** What is left of a leftover although all its steps were taken. */
    public static Problem stillThere(Leftover leftover) {
        return leftover instanceof Leftover.OfDriver
                ? new Problem.Refused(
                        "the driver keeps the vGPU",
                        "it is still listed after a restart of the vGPU manager",
                        "restart the host: only that frees it. Do not reset the GPU, by nvidia-smi"
                                + " or by its 'reset' file: with vGPUs on it, that loses the card"
                                + " until the restart")
                : new Problem.Refused(
                        "it is still there",
                        leftover.words(),
                        "see 'vgpuctl doctor' for who keeps it");
    }
}

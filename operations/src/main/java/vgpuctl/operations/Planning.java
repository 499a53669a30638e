package vgpuctl.operations;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.core.apply.ApplyPlanner;
import vgpuctl.core.host.Host;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.mdev.MdevPlan;
import vgpuctl.core.mdev.MdevPlanner;
import vgpuctl.core.plan.AdoptPlanner;
import vgpuctl.core.plan.AttachPlanner;
import vgpuctl.core.plan.CreatePlanner;
import vgpuctl.core.plan.FunctionsPlanner;
import vgpuctl.core.plan.LifePlanner;
import vgpuctl.core.plan.MigPlanner;
import vgpuctl.core.plan.ModePlanner;
import vgpuctl.core.plan.Owner;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.RestorePlanner;
import vgpuctl.core.plan.SchedulerPlanner;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.Use;

/** Which decision answers which change. */
final class Planning {

    private final Host host;

    Planning(Host host) {
        this.host = host;
    }

    Plan plan(HostSnapshot now, Request.Change change) {
        return switch (change) {
            case Request.Create(var wish) -> CreatePlanner.plan(now, wish, host);
            case Request.Start(var ids) -> each(now, ids, v -> LifePlanner.start(now, v));
            case Request.Stop(var ids, var owner) ->
                    each(now, ids, owner, v -> LifePlanner.stop(v, use(now, v)));
            case Request.Remove(var ids, var owner) ->
                    each(now, ids, owner, v -> LifePlanner.remove(v, use(now, v)));
            case Request.Define(var ids, var autostart) ->
                    each(now, ids, v -> LifePlanner.define(now, ours(v), autostart));
            case Request.Undefine(var ids, var owner) ->
                    each(now, ids, owner, v -> LifePlanner.undefine(v, use(now, v)));
            case Request.Autostart(var ids, var on) ->
                    each(now, ids, v -> LifePlanner.autostart(now, ours(v), on));
            case Request.Adopt(var ids, var wish) ->
                    AdoptPlanner.plan(now, selected(now, ids), wish);
            case Request.Attach(var id, var domain, var wish) -> {
                var vgpu = Select.vgpu(now, id);
                var gpu = Select.gpuOf(now, vgpu);
                yield AttachPlanner.attach(
                        now, vgpu, Select.domain(now, domain), host.multiVgpuRule(gpu), wish);
            }
            case Request.SwitchFunctions(var gpu, var on) ->
                    on
                            ? FunctionsPlanner.enable(now, Select.gpu(now, gpu))
                            : FunctionsPlanner.disable(now, Select.gpu(now, gpu));
            case Request.SwitchMixedSizes(var gpu, var on) ->
                    on ? mixedSize(now, gpu) : ModePlanner.equalSize(now, Select.gpu(now, gpu));
            case Request.SwitchMig(var gpu, var on) ->
                    on
                            ? MigPlanner.enable(now, Select.gpu(now, gpu))
                            : MigPlanner.disable(now, Select.gpu(now, gpu));
            case Request.CutMig(var gpu, var profiles) ->
                    MigPlanner.instances(now, Select.gpu(now, gpu), profiles);
            case Request.Apply(var layout, var positions, var leave) ->
                    ApplyPlanner.plan(
                            now,
                            layout,
                            positions,
                            leave,
                            new ApplyPlanner.Facts(vgpu -> use(now, vgpu), host));
            case Request.RestoreGpu(var text) -> {
                var gpu = Select.gpu(now, text);
                yield RestorePlanner.switches(now, gpu, host.schedulerSetting(gpu).now());
            }
            case Request.SetScheduler(var gpu, var wanted) -> scheduler(now, gpu, wanted);
            case Request.Mdev mdev -> mdev(now, mdev).plan();
            case Request.Detach(var id, var domain, var faces) ->
                    AttachPlanner.detach(Select.vgpu(now, id), Select.domain(now, domain), faces);
        };
    }

    MdevPlan mdev(HostSnapshot now, Request.Mdev request) {
        return new MdevPlanner(now, request.force(), vgpu -> use(now, vgpu)).plan(request.wish());
    }

    private Plan mixedSize(HostSnapshot now, String text) {
        var gpu = Select.gpu(now, text);
        return ModePlanner.mixedSize(now, gpu, host.schedulerSetting(gpu).now());
    }

    private Plan scheduler(HostSnapshot now, String text, Scheduler wanted) {
        var gpu = Select.gpu(now, text);
        return SchedulerPlanner.plan(now, gpu, wanted, host.schedulerSetting(gpu));
    }

    private Use use(HostSnapshot now, Vgpu vgpu) {
        return Use.of(now, vgpu, vgpu.active() ? host.holdersOf(vgpu) : List.of());
    }

    /** One plan for several vGPUs, each of them once. */
    private static Plan each(HostSnapshot now, List<String> ids, Function<Vgpu, Plan> planner) {
        return selected(now, ids).stream().map(planner).reduce(Plan::and).orElseThrow();
    }

    /** The same for what only its owner takes away. */
    private static Plan each(
            HostSnapshot now,
            List<String> ids,
            Optional<String> owner,
            Function<Vgpu, Plan> planner) {
        return each(
                now,
                ids,
                vgpu -> {
                    Owner.refuseOthers(ours(vgpu), owner);
                    return planner.apply(vgpu);
                });
    }

    private static Vgpu ours(Vgpu vgpu) {
        Owner.refuseForeign(vgpu);
        return vgpu;
    }

    private static List<Vgpu> selected(HostSnapshot now, List<String> ids) {
        var vgpus = new LinkedHashSet<Vgpu>();
        ids.forEach(id -> vgpus.add(Select.vgpu(now, id)));
        return List.copyOf(vgpus);
    }
}

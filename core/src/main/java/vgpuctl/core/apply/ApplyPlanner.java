package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import vgpuctl.core.apply.OnHost.OnGpu;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.plan.Inquiry;
import vgpuctl.core.plan.MigPlanner;
import vgpuctl.core.plan.ModePlanner;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.SchedulerPlanner;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.Use;

/**
 * Plans what makes a host as a layout says. What fits is kept; what is in use is never touched
 * unless the caller names it. In rounds, each of which changes what the next one has to choose
 * from: removals, then switches of GPUs, then all the rest.
 */
public final class ApplyPlanner {

    /**
     * How far a caller lets it go.
     *
     * @param prune whether vGPUs on the layout's GPUs that it does not name are removed
     * @param allowDisruption names or UUIDs of vGPUs that may be taken from their VMs
     */
    public record Leave(boolean prune, Set<String> allowDisruption) {

        public Leave {
            allowDisruption = Set.copyOf(allowDisruption);
        }

        boolean allows(Vgpu vgpu) {
            return allowDisruption.contains(vgpu.label())
                    || allowDisruption.contains(vgpu.uuid().toString());
        }
    }

    /** What is asked of the host only where it matters. */
    public record Facts(Function<Vgpu, Use> uses, Inquiry inquiry) {}

    private final HostSnapshot host;
    private final OnHost layout;
    private final Matching matching;
    private final Leave leave;
    private final Facts facts;

    private ApplyPlanner(HostSnapshot host, OnHost layout, Leave leave, Facts facts) {
        this.host = host;
        this.layout = layout;
        this.matching = Matching.of(host, layout.gpus());
        this.leave = leave;
        this.facts = facts;
    }

    /** The next round; a plan without steps where the host is as the layout says. */
    public static Plan plan(
            HostSnapshot host, Layout layout, LayoutPositions positions, Leave leave, Facts facts) {
        return new ApplyPlanner(host, OnHost.of(host, layout, positions), leave, facts).plan();
    }

    private Plan plan() {
        var removals = removals();
        if (!removals.isEmpty()) {
            return Plan.toPrepare(removals, List.of());
        }
        var switches = switches();
        if (!switches.steps().isEmpty()) {
            return Plan.toPrepare(switches.steps(), switches.notes());
        }
        var creations = new Creations(host, matching.missing(), facts);
        var preparation = creations.preparation(layout.gpus());
        if (!preparation.isEmpty()) {
            return Plan.toPrepare(preparation, List.of());
        }
        var plan = creations.plan(layout.gpus());
        var settings = new Settings(creations.later(), facts, leave);
        for (var match : matching.kept()) {
            plan = plan.and(settings.of(match));
        }
        for (var wanted : matching.missing()) {
            plan = plan.and(settings.gift(wanted));
        }
        for (var note : unnamed()) {
            plan = plan.noting(note);
        }
        return plan;
    }

    /** Why the vGPUs that the layout does not name stay. */
    private List<String> unnamed() {
        var notes = new ArrayList<String>();
        var ours = new ArrayList<String>();
        for (var vgpu : matching.unnamed()) {
            var owner = vgpu.owner();
            if (owner.isPresent()) {
                notes.add(
                        vgpu.label()
                                + " was left alone: it belongs to "
                                + owner.get()
                                + "; 'vgpuctl remove' takes it away for them");
            } else if (vgpu.isForeign()) {
                notes.add(
                        vgpu.label()
                                + " was left alone: somebody else made it; 'vgpuctl adopt' takes it"
                                + " over");
            } else {
                ours.add(vgpu.label());
            }
        }
        if (!ours.isEmpty() && !leave.prune()) {
            notes.addFirst(
                    "left alone, since the layout does not name them: "
                            + String.join(", ", ours)
                            + "; --prune removes them");
        }
        return notes;
    }

    /** What is ours and nobody's. */
    private static boolean isToPrune(Vgpu vgpu) {
        return !vgpu.isForeign() && vgpu.owner().isEmpty();
    }

    // ---- removals ----

    private List<Step> removals() {
        var steps = new ArrayList<Step>();
        for (var match : matching.remade()) {
            steps.addAll(new Removal(host, facts, leave).ofRemade(match));
        }
        for (var match : matching.kept()) {
            steps.addAll(new Removal(host, facts, leave).fromOtherVms(match));
        }
        if (leave.prune()) {
            for (var vgpu : matching.unnamed().stream().filter(ApplyPlanner::isToPrune).toList()) {
                steps.addAll(new Removal(host, facts, leave).ofUnnamed(vgpu));
            }
        }
        return steps;
    }

    // ---- switches ----

    /** What the layout says of GPUs as a whole; what its vGPUs need beyond that comes later. */
    private Plan switches() {
        var plan = Plan.toUndo(List.of(), List.of());
        for (var onGpu : layout.gpus()) {
            plan = plan.and(mode(onGpu)).and(scheduler(onGpu));
        }
        return plan;
    }

    private Plan mode(OnGpu onGpu) {
        var nothing = Plan.toUndo(List.of(), List.of());
        if (onGpu.wish().mode().isEmpty()) {
            return nothing;
        }
        var gpu = onGpu.gpu();
        var is = Comparison.mode(gpu);
        return switch (onGpu.wish().mode().get()) {
            case EQUAL_SIZE ->
                    switch (is) {
                        case EQUAL_SIZE -> nothing;
                        case MIXED_SIZE -> ModePlanner.equalSize(host, gpu);
                        case MIG -> MigPlanner.disable(host, gpu);
                    };
            case MIXED_SIZE -> is == GpuMode.MIG ? MigPlanner.disable(host, gpu) : mixed(gpu, is);
            case MIG -> mig(onGpu, is);
        };
    }

    private Plan mixed(PhysicalGpu gpu, GpuMode is) {
        return is == GpuMode.MIXED_SIZE
                ? Plan.toUndo(List.of(), List.of())
                : ModePlanner.mixedSize(host, gpu, facts.inquiry().schedulerSetting(gpu).now());
    }

    private Plan mig(OnGpu onGpu, GpuMode is) {
        var wished = Comparison.profiles(onGpu.wish().mig());
        if (wished.isEmpty()) {
            return is == GpuMode.MIG
                    ? Plan.toUndo(List.of(), List.of())
                    : MigPlanner.enable(host, onGpu.gpu());
        }
        var plan = MigPlanner.instances(host, onGpu.gpu(), wished);
        return plan.steps().isEmpty() ? Plan.toUndo(List.of(), List.of()) : plan;
    }

    private Plan scheduler(OnGpu onGpu) {
        var wished = onGpu.wish().scheduler();
        if (wished.isEmpty()) {
            return Plan.toUndo(List.of(), List.of());
        }
        var plan =
                SchedulerPlanner.plan(
                        host,
                        onGpu.gpu(),
                        wished.get(),
                        facts.inquiry().schedulerSetting(onGpu.gpu()));
        return plan.steps().isEmpty() ? Plan.toUndo(List.of(), List.of()) : plan;
    }
}

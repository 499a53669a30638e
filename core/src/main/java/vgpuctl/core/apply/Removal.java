package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import vgpuctl.core.apply.ApplyPlanner.Facts;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.apply.Matching.Match;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.LifeSteps;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;

/** The steps that take a vGPU away: from its VMs, from the driver, and what is kept of it. */
record Removal(HostSnapshot host, Facts facts, Leave leave) {

    /**
     * One that comes back with the same UUID: what a VM refers to stays valid, if it is an mdev.
     */
    List<Step> ofRemade(Match match) {
        var vgpu = match.vgpu();
        refuseOthers(match);
        var steps = new ArrayList<Step>();
        var keepsReference = vgpu.device() instanceof HostDevice.Mdev;
        steps.addAll(fromVms(vgpu, domain -> !keepsReference || isToLose(domain, match)));
        steps.addAll(fromDriver(vgpu));
        return steps;
    }

    /** Whoever has it made anew takes it away first. */
    private static void refuseOthers(Match match) {
        var owner = match.vgpu().owner();
        if (owner.isPresent() && !owner.equals(match.wanted().owner())) {
            throw new Problem.Conflict(
                            match.wanted().at()
                                    + ": the layout wants "
                                    + match.vgpu().label()
                                    + " otherwise, and it belongs to "
                                    + owner.get(),
                            "if it is theirs, write 'owner: "
                                    + owner.get()
                                    + "' there; else give it another name")
                    .thrown();
        }
    }

    /** One that stays, and that the layout gives to another VM than those that have it. */
    List<Step> fromOtherVms(Match match) {
        var others =
                host.domainsWith(match.vgpu()).stream()
                        .filter(domain -> isToLose(domain, match))
                        .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        refuseInUse(match.vgpu());
        return detached(match.vgpu(), others, _ -> true);
    }

    /** Where the VM that the layout names has it, it may be in others' configurations too. */
    private boolean isToLose(Domain domain, Match match) {
        return match.wanted()
                .vm()
                .filter(vm -> !domain.name().equals(vm) && !Comparison.hasIt(host, match, vm))
                .isPresent();
    }

    List<Step> ofUnnamed(Vgpu vgpu) {
        var steps = new ArrayList<Step>();
        steps.addAll(fromVms(vgpu, _ -> true));
        steps.addAll(fromDriver(vgpu));
        return steps;
    }

    private List<Step> fromDriver(Vgpu vgpu) {
        var steps = new ArrayList<Step>();
        if (vgpu.active()) {
            var type = vgpu.type().orElseGet(why -> unknownType(vgpu, why));
            steps.addAll(LifeSteps.of(vgpu).release(type));
        }
        var definition = vgpu.definition().map(d -> d.map(List::of).orElse(List.<Definition>of()));
        steps.addAll(LifeSteps.of(vgpu).forget(definition.orElse(List.of()).stream().findFirst()));
        return steps;
    }

    private static TypeId unknownType(Vgpu vgpu, String why) {
        throw new Problem.HostNotReady(
                        "the type of " + vgpu.label() + " could not be read: " + why,
                        "mend or delete that file, then try again")
                .thrown();
    }

    private List<Step> fromVms(Vgpu vgpu, Predicate<Domain> fromConfig) {
        refuseInUse(vgpu);
        return detached(vgpu, host.domainsWith(vgpu), fromConfig);
    }

    private static List<Step> detached(
            Vgpu vgpu, List<Domain> domains, Predicate<Domain> fromConfig) {
        var steps = new ArrayList<Step>();
        for (var domain : domains) {
            var faces = faces(domain, vgpu, fromConfig.test(domain));
            if (!faces.isEmpty()) {
                steps.add(
                        new Step.DetachHostdev(
                                domain.name(), new Hostdev(vgpu.device(), false), faces));
            }
        }
        return steps;
    }

    private static EnumSet<Affect> faces(Domain domain, Vgpu vgpu, boolean fromConfig) {
        var faces = EnumSet.noneOf(Affect.class);
        if (domain.hasLive(vgpu.device())) {
            faces.add(Affect.LIVE);
        }
        if (fromConfig && domain.hasInConfig(vgpu.device())) {
            faces.add(Affect.CONFIG);
        }
        return faces;
    }

    /** Away from running VMs only where the caller named the vGPU. */
    private void refuseInUse(Vgpu vgpu) {
        if (!leave.allows(vgpu)) {
            var use = facts.uses().apply(vgpu);
            refuseInUse(vgpu, use.running(), use.holders().isEmpty());
        }
    }

    private static void refuseInUse(Vgpu vgpu, List<Domain> running, boolean isClosed) {
        if (!running.isEmpty() || !isClosed) {
            var who =
                    running.isEmpty() ? "a process" : "the running VM " + running.getFirst().name();
            throw new Problem.Conflict(
                            "the layout wants "
                                    + vgpu.label()
                                    + " otherwise, and "
                                    + who
                                    + " uses it",
                            "shut the VM down first, or allow it: --allow-disruption "
                                    + vgpu.label())
                    .thrown();
        }
    }
}

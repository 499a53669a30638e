package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.apply.ApplyPlanner.Facts;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.apply.Matching.Match;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.plan.AdoptPlanner;
import vgpuctl.core.plan.AdoptPlanner.AdoptWish;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.AttachPlanner;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.plan.LifePlanner;
import vgpuctl.core.plan.LifeSteps;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;

/** What is to be changed of vGPUs that are there: state, definition, parameters, VM. */
record Settings(HostSnapshot host, Facts facts, Leave leave) {

    Plan of(Match match) {
        var plan = nothing();
        var later = match;
        for (var change : CHANGES) {
            var next = change.of(this, later);
            plan = plan.and(next);
            later = new Match(match.wanted(), Afterwards.of(later.vgpu(), next));
        }
        return plan;
    }

    /** Each finds the vGPU as those before it leave it. */
    private interface Change {
        Plan of(Settings settings, Match match);
    }

    private static final List<Change> CHANGES =
            List.of(
                    Settings::belongings,
                    Settings::definition,
                    Settings::parameters,
                    Settings::state,
                    (settings, match) -> settings.gift(match.wanted(), match.vgpu()));

    private static Plan nothing() {
        return Plan.toUndo(List.of(), List.of());
    }

    private static Plan quiet(Plan plan) {
        return plan.steps().isEmpty() ? nothing() : plan;
    }

    /** A vGPU that somebody else made becomes ours: the layout names it. */
    private Plan belongings(Match match) {
        var vgpu = match.vgpu();
        var wanted = match.wanted();
        var isNamed = vgpu.record().map(VgpuRecord::name).equals(wanted.name());
        var name = isNamed ? Optional.<String>empty() : wanted.name();
        var isOwned = wanted.owner().isEmpty() || wanted.owner().equals(vgpu.owner());
        if ((name.isEmpty() && isOwned) || (vgpu.isForeign() && vgpu.resolved().isEmpty())) {
            return nothing();
        }
        var wish = new AdoptWish(name, wanted.owner(), true);
        return AdoptPlanner.plan(host, List.of(vgpu), wish);
    }

    private Plan definition(Match match) {
        var vgpu = match.vgpu();
        var autostart = match.wanted().life().autostart();
        if (!vgpu.isDefined()) {
            return match.wanted().isToBeDefined()
                    ? quiet(LifePlanner.define(host, vgpu, autostart))
                    : nothing();
        }
        return vgpu.isAutostart() == autostart
                ? nothing()
                : quiet(LifePlanner.autostart(host, vgpu, autostart));
    }

    private Plan parameters(Match match) {
        var vgpu = match.vgpu();
        var there = Comparison.said(vgpu.parameters(), match.wanted());
        if (there.equals(match.wanted().parameters())) {
            return nothing();
        }
        var after = placed(match.wanted().parameters(), vgpu.parameters());
        var steps = new ArrayList<Step>();
        Comparison.definition(match)
                .filter(definition -> !definition.parameters().equals(after))
                .ifPresent(definition ->
                        steps.addAll(LifeSteps.of(vgpu).reparameterize(definition, after)));
        if (vgpu.active()) {
            facts.uses().apply(vgpu).refuseWhileOpen(vgpu, "change");
            steps.add(new Step.ChangeParameters(vgpu.device(), vgpu.parameters(), after));
        }
        return Plan.toUndo(steps, List.of());
    }

    /** A place that was chosen for it stays. */
    private static Parameters placed(Parameters wanted, Parameters there) {
        var isPlaced = wanted.value(Parameters.PLACEMENT_ID).isPresent();
        return there.value(Parameters.PLACEMENT_ID)
                .filter(_ -> !isPlaced)
                .map(id -> wanted.with(Parameters.PLACEMENT_ID, id))
                .orElse(wanted);
    }

    private Plan state(Match match) {
        var vgpu = match.vgpu();
        if (vgpu.active() == match.wanted().life().active()) {
            return nothing();
        }
        if (!vgpu.active()) {
            return quiet(LifePlanner.start(host, vgpu));
        }
        return quiet(LifePlanner.stop(vgpu, facts.uses().apply(vgpu)));
    }

    /** Gives a new vGPU to its VM. */
    Plan gift(Wanted wanted) {
        return host.vgpu(wanted.uuid()).map(vgpu -> gift(wanted, vgpu)).orElse(nothing());
    }

    /** In its configuration only: nobody asked for a hot plug. */
    private Plan gift(Wanted wanted, Vgpu vgpu) {
        if (wanted.vm().isEmpty()) {
            return nothing();
        }
        var vm = wanted.vm().get();
        var domain = domain(vm);
        if (domain.isPresent() && domain.get().has(vgpu.device())) {
            return nothing();
        }
        if (domain.isEmpty() || !wanted.life().active()) {
            return claim(vgpu, vm, domain.isPresent());
        }
        Set<Affect> faces =
                domain.get().running() && domain.get().config().isPresent()
                        ? EnumSet.of(Affect.CONFIG)
                        : Set.of();
        return AttachPlanner.attach(
                host,
                vgpu,
                domain.get(),
                facts.inquiry().multiVgpuRule(wanted.gpu()),
                new AttachWish(faces, false, false));
    }

    private Optional<Domain> domain(String name) {
        return host.domains().orElse(List.of()).stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst();
    }

    private static Plan claim(Vgpu vgpu, String vm, boolean isThere) {
        var why = isThere ? vgpu.label() + " is not active" : "there is no VM " + vm + " yet";
        var note = why + ": it is kept for " + vm;
        return vgpu.record()
                .filter(record -> !record.claim().vm().equals(Optional.of(vm)))
                .map(record ->
                        Plan.toUndo(
                                List.of(
                                        new Step.ChangeRecord(
                                                vgpu.uuid(),
                                                Optional.of(record),
                                                Optional.of(record.meantFor(vm)))),
                                List.of(note)))
                .orElseGet(Settings::nothing);
    }
}

package vgpuctl.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.Locks;
import vgpuctl.core.install.DriverFacts;
import vgpuctl.core.install.DriverPackage;
import vgpuctl.core.install.InstallPlanner;
import vgpuctl.core.install.Preflight;
import vgpuctl.core.install.Stage;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer.DriverChanged.State;

/**
 * Puts a driver on the host or takes it away, stage by stage, each a change of its own.
 *
 * <pre>
 * recover ─► lock the host ─► look ─► the stages that are left ─► none: done
 *                              ▲        │        └─ a restart is the next: ends here
 *                              └── act ─┘
 * </pre>
 */
final class Installing {

    private final Host host;
    private final Locks locks;
    private final Recovery recovery;
    private final StepRunner steps;

    Installing(Host host, Locks locks, Recovery recovery, StepRunner steps) {
        this.host = host;
        this.locks = locks;
        this.recovery = recovery;
        this.steps = steps;
    }

    /** What is left to do, and what stands in its way. */
    private record Decision(List<Stage> stages, Preflight preflight, List<String> notes) {

        void refuse() {
            preflight
                    .obstacle()
                    .ifPresent(problem -> {
                        throw problem.thrown();
                    });
        }
    }

    private interface Decide {
        Decision now();
    }

    Answer install(Request.Install request, String words, Consumer<String> notices) {
        var driver = host.drivers().read(request.file());
        return answer(
                () -> installing(driver, request.options()),
                request.isOnlyPlanned(),
                words,
                notices);
    }

    private Decision installing(DriverPackage driver, List<String> options) {
        var now = host.look();
        var facts = host.drivers().facts();
        return new Decision(
                facts.distribution()
                        .map(known -> InstallPlanner.install(facts, known, driver, options))
                        .orElse(List.of()),
                Preflight.install(facts, now, driver, options),
                notes(now, facts, driver));
    }

    private static List<String> notes(HostSnapshot now, DriverFacts facts, DriverPackage driver) {
        return InstallPlanner.isUpgrade(facts, driver)
                ? List.of(
                        "the definitions and records of "
                                + now.vgpus().size()
                                + " vGPUs stay as they are; 'vgpuctl restore' brings back those"
                                + " that start with the host")
                : List.of();
    }

    Answer uninstall(Request.Uninstall request, String words, Consumer<String> notices) {
        return answer(this::removing, request.isOnlyPlanned(), words, notices);
    }

    private Decision removing() {
        var facts = host.drivers().facts();
        return new Decision(
                facts.distribution()
                        .map(known -> InstallPlanner.uninstall(facts, known))
                        .orElse(List.of()),
                Preflight.uninstall(facts, host.look()),
                List.of());
    }

    private Answer answer(
            Decide decide, boolean isOnlyPlanned, String words, Consumer<String> notices) {
        var first = decide.now();
        if (isOnlyPlanned) {
            return answer(State.PLANNED, first, List.of(), first.notes());
        }
        first.refuse();
        recovery.recover().outcomes().forEach(notices);
        var scope = Scope.driver(host.look());
        try (var _ = locks.hold(scope)) {
            return act(decide, words, scope, notices, first.notes());
        }
    }

    private Answer act(
            Decide decide,
            String words,
            SortedSet<String> scope,
            Consumer<String> notices,
            List<String> notes) {
        var done = new ArrayList<Step>();
        while (true) {
            var decision = decide.now();
            decision.refuse();
            if (decision.stages().isEmpty()) {
                return answer(State.DONE, decision, done, withGpus(notes));
            }
            var stage = decision.stages().getFirst();
            if (stage.restart().isPresent()) {
                return answer(State.RESTART, decision, done, notes);
            }
            refuseToRepeat(done, stage);
            stage.steps().forEach(step -> notices.accept(step.words()));
            Plan plan = Plan.toUndo(stage.steps(), List.of());
            steps.carryOut(words, scope, plan, () -> plan);
            done.addAll(stage.steps());
        }
    }

    /** What was done and does not show would be done for ever. */
    private void refuseToRepeat(List<Step> done, Stage stage) {
        for (var step : stage.steps()) {
            if (done.contains(step)) {
                throw new Problem.Refused(
                                "it was done, and the host does not show it",
                                step.words(),
                                "read " + host.drivers().log() + ", and see 'vgpuctl doctor'")
                        .thrown();
            }
        }
    }

    private List<String> withGpus(List<String> notes) {
        var all = new ArrayList<>(notes);
        for (var gpu : host.look().gpus()) {
            all.add(
                    gpu.hostInterface()
                            .obstacle()
                            .map(cause -> Select.notReady(gpu.name(), cause).reason())
                            .orElseGet(() -> gpu.name() + " offers vGPUs"));
        }
        return all;
    }

    private Answer answer(State state, Decision decision, List<Step> done, List<String> notes) {
        return new Answer.DriverChanged(
                state, decision.preflight(), done, decision.stages(), notes, host.drivers().log());
    }
}

package vgpuctl.operations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vgpuctl.core.cleanup.CleanupPlanner;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Leftovers;
import vgpuctl.core.cleanup.Remains;
import vgpuctl.core.cleanup.Search;
import vgpuctl.core.cleanup.Treated;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.Locks;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.problem.ProblemException;

/**
 * Shows leftovers and takes them away, each by a change of its own.
 *
 * <pre>
 * recover ─► lock the host ─► look ─► the first that was not tried ─► decide, act ─┐
 *                              ▲                                                   │
 *                              └───────────────────────────────────────────────────┘
 * </pre>
 *
 * The host is looked at again before each: with the one before it others may have gone, a VM may
 * have started, and a virtual function may carry another vGPU.
 */
final class Cleaning {

    private final Host host;
    private final Locks locks;
    private final Recovery recovery;
    private final StepRunner steps;

    Cleaning(Host host, Locks locks, Recovery recovery, StepRunner steps) {
        this.host = host;
        this.locks = locks;
        this.recovery = recovery;
        this.steps = steps;
    }

    Answer answer(Request.Cleanup.Mode mode, String words, Consumer<String> notices) {
        return switch (mode) {
            case SHOW -> list();
            case PLAN -> plan();
            case ACT -> act(words, notices);
        };
    }

    /** A host at one moment, and what is left on it. */
    private record Look(HostSnapshot host, Remains remains, Leftovers leftovers) {

        Treated treated(Leftover leftover) {
            try {
                return new Treated.Removable(
                        leftover, CleanupPlanner.plan(host, remains, leftover));
            } catch (ProblemException e) {
                return new Treated.Left(leftover, e.problem());
            }
        }
    }

    private Look look() {
        var now = host.look();
        var remains = host.remains(now);
        return new Look(now, remains, Search.of(now, remains));
    }

    private Answer.Leftovers list() {
        var look = look();
        var cutOff =
                recovery.pending().stream()
                        .map(change ->
                                new Leftover.Interrupted(
                                        change, List.of("its journal is there, and no process")));
        var all = Stream.concat(cutOff, look.leftovers().all().stream());
        return new Answer.Leftovers(all.map(look::treated).toList(), look.leftovers().notes());
    }

    /** All that would be done, in one list. What cannot be done is a note. */
    private Answer.Planned plan() {
        var found = list();
        var plan = Plan.toFinish(List.of(), found.notes());
        for (var each : found.found()) {
            plan =
                    switch (each) {
                        case Treated.Removable(Leftover.Interrupted(var change, _), _) ->
                                plan.noting(change + ": that is settled first");
                        case Treated.Removable(_, var more) -> plan.and(more);
                        case Treated.Left(var leftover, var why) ->
                                plan.noting(leftover.words() + " stays: " + why.reason());
                    };
        }
        return new Answer.Planned(plan);
    }

    private Answer.CleanedUp act(String words, Consumer<String> notices) {
        recovery.recover().outcomes().forEach(notices);
        var scope = Scope.whole(host.look());
        try (var _ = locks.hold(scope)) {
            return act(words, scope);
        }
    }

    private Answer.CleanedUp act(String words, SortedSet<String> scope) {
        var gone = new ArrayList<Leftover>();
        var left = new ArrayList<Treated.Left>();
        var tried = new HashSet<String>();
        while (true) {
            var look = look();
            var next = first(look.leftovers(), tried);
            if (next.isEmpty()) {
                return new Answer.CleanedUp(gone, left, look.leftovers().notes());
            }
            var leftover = next.getFirst();
            tried.add(leftover.words());
            switch (look.treated(leftover)) {
                case Treated.Left stays -> left.add(stays);
                case Treated.Removable(_, var plan) -> {
                    var failed = act(words, scope, leftover, plan);
                    left.addAll(failed);
                    if (failed.isEmpty()) {
                        gone.add(leftover);
                    }
                }
            }
        }
    }

    private static List<Leftover> first(Leftovers leftovers, Set<String> tried) {
        return leftovers.all().stream()
                .filter(leftover -> !tried.contains(leftover.words()))
                .limit(1)
                .toList();
    }

    /** None where it is gone. */
    private List<Treated.Left> act(
            String words, SortedSet<String> scope, Leftover leftover, Plan plan) {
        try {
            steps.carryOut(words, scope, plan, () -> plan);
        } catch (ProblemException e) {
            return List.of(new Treated.Left(leftover, e.problem()));
        }
        var isThere =
                look().leftovers().all().stream()
                        .anyMatch(other -> other.words().equals(leftover.words()));
        return isThere
                ? List.of(new Treated.Left(leftover, CleanupPlanner.stillThere(leftover)))
                : List.of();
    }
}

package vgpuctl.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.StepState;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/** Carries out plans: all of it or nothing, also where the host refuses half-way. */
final class StepRunner {

    private final Host host;
    private final Journal journal;

    StepRunner(Host host, Journal journal) {
        this.host = host;
        this.journal = journal;
    }

    /** Takes the steps in order; where one is refused, takes back those before it. */
    void carryOut(String request, SortedSet<String> scope, Plan plan) {
        if (plan.steps().isEmpty()) {
            return;
        }
        var name = journal.begin(request, scope, plan);
        var taken = new ArrayList<Step>();
        try {
            for (var step : plan.steps()) {
                journal.taking(name, taken.size());
                check(step);
                taken.add(step);
                take(step);
            }
        } catch (ProblemException refused) {
            throw undone(name, taken, refused);
        }
        journal.end(name);
    }

    /** What somebody else changed is not ours to take back. */
    private void check(Step step) {
        if (host.stateOf(step) instanceof StepState.Neither(var found)) {
            throw new Problem.ChangedMeanwhile(step.words(), "possible", found).thrown();
        }
    }

    private void take(Step step) {
        switch (host.stateOf(step)) {
            case StepState.Before _, StepState.Partly _ -> host.take(step);
            case StepState.After() -> {
                // Somebody else did it between the look and now: there is nothing left to do.
            }
            case StepState.Neither(var found) ->
                    throw new Problem.ChangedMeanwhile(step.words(), "possible", found).thrown();
        }
    }

    private ProblemException undone(String name, List<Step> taken, ProblemException refused) {
        var left = undo(taken.reversed());
        if (left.isEmpty()) {
            journal.end(name);
            return refused;
        }
        return new Problem.PartlyApplied(refused.problem(), left).thrown();
    }

    /** Takes steps back, the last one first; what could not be taken back is told in words. */
    List<String> undo(List<Step> lastFirst) {
        var left = new ArrayList<String>();
        for (var step : lastFirst) {
            try {
                switch (host.stateOf(step)) {
                    case StepState.After _, StepState.Partly _ -> host.take(step.inverse());
                    case StepState.Before() -> {
                        // It did not happen.
                    }
                    case StepState.Neither(var found) ->
                            left.add(step.inverse().words() + " (" + found + ")");
                }
            } catch (ProblemException e) {
                left.add(step.inverse().words() + " (" + e.problem().reason() + ")");
            }
        }
        return left;
    }

    /** Takes what is left of a plan's steps; what could not be taken is told in words. */
    List<String> finish(List<Step> steps) {
        var left = new ArrayList<String>();
        for (var step : steps) {
            try {
                take(step);
            } catch (ProblemException e) {
                left.add(step.words() + " (" + e.problem().reason() + ")");
            }
        }
        return left;
    }
}

package vgpuctl.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.StepState;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/** Carries out plans: all of it or nothing, also where the host refuses half-way. */
final class StepRunner {

    /**
     * A layout takes three at most: removals, what it says of GPUs, what its vGPUs need of them.
     */
    private static final int MOST_PREPARATIONS = 5;

    private final Host host;
    private final Journal journal;
    private final Progress progress;

    StepRunner(Host host, Journal journal) {
        this(host, journal, Progress.UNSEEN);
    }

    private StepRunner(Host host, Journal journal, Progress progress) {
        this.host = host;
        this.journal = journal;
        this.progress = progress;
    }

    /** The same, followed by somebody. */
    StepRunner followedBy(Progress other) {
        return new StepRunner(host, journal, other);
    }

    /**
     * Takes the steps in order; where one is refused, takes back those before it.
     *
     * @param rest what is to be done after a preparation, planned once its steps have been taken
     * @return all that was done
     */
    Plan carryOut(String request, SortedSet<String> scope, Plan plan, Supplier<Plan> rest) {
        if (plan.steps().isEmpty()) {
            return plan;
        }
        var name = journal.begin(request, scope, plan);
        var taken = new ArrayList<Step>();
        try {
            take(name, plan, taken);
            var whole = plan;
            for (var round = 1; whole.isPreparation(); round++) {
                var next = rest.get();
                if (round == MOST_PREPARATIONS) {
                    throw new IllegalStateException("never prepared: " + next.steps());
                }
                journal.more(name, next);
                take(name, next, taken);
                whole = whole.and(next);
            }
            journal.end(name);
            return whole;
        } catch (ProblemException refused) {
            throw undone(name, taken, refused);
        }
    }

    private void take(String name, Plan plan, List<Step> taken) {
        progress.planned(plan.steps());
        for (var step : plan.steps()) {
            refuseWhatIsCancelled();
            journal.taking(name, taken.size());
            check(step);
            taken.add(step);
            try {
                take(step);
            } catch (ProblemException refused) {
                if (isSomebodyElses(step, refused.problem())) {
                    taken.removeLast();
                }
                throw refused;
            }
            progress.taken(step);
        }
    }

    private void refuseWhatIsCancelled() {
        if (progress.isCancelled()) {
            throw new Problem.Conflict("the change was cancelled", "ask for it anew").thrown();
        }
    }

    /**
     * A virtual function does not say whose vGPU it carries: where the driver refused us one, the
     * one that is there by now is not ours to take back. Only without an answer it may be. Nor is a
     * mediated device ours whose UUID was taken when we asked for it.
     */
    private static boolean isSomebodyElses(Step step, Problem refused) {
        return (step instanceof Step.AssignType && !(refused instanceof Problem.TimedOut))
                || (step instanceof Step.CreateMdev && refused instanceof Problem.Conflict);
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
            case StepState.After() -> refuseWhatIsSomebodyElses(step);
            case StepState.Neither(var found) ->
                    throw new Problem.ChangedMeanwhile(step.words(), "possible", found).thrown();
        }
    }

    /** Otherwise, somebody did it between the look and now, and there is nothing left to do. */
    private static void refuseWhatIsSomebodyElses(Step step) {
        if (step instanceof Step.AssignType) {
            throw new Problem.ChangedMeanwhile(
                            step.words(), "possible", "done by somebody else meanwhile")
                    .thrown();
        }
    }

    private ProblemException undone(String name, List<Step> taken, ProblemException refused) {
        progress.undoing();
        var lastFirst = new LinkedHashMap<Integer, Step>();
        for (var number = taken.size() - 1; number >= 0; number--) {
            lastFirst.put(number, taken.get(number));
        }
        var remainder = undo(name, lastFirst);
        if (!remainder.refused().isEmpty()) {
            return new Problem.PartlyApplied(refused.problem(), remainder.refused()).thrown();
        }
        journal.end(name);
        return remainder.lasting().isEmpty()
                ? refused
                : new Problem.DoneInPart(refused.problem(), remainder.lasting()).thrown();
    }

    /**
     * What is left where a plan was undone or finished, in words.
     *
     * @param refused steps that the host refused; they can be tried again
     * @param theirs steps on what somebody else has changed since; it stays as they left it
     * @param lasting steps that have happened and that nothing takes back
     */
    record Remainder(List<String> refused, List<String> theirs, List<String> lasting) {

        static Remainder none() {
            return new Remainder(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * Takes steps back.
     *
     * @param name of their journal, which says of each that it was taken back
     * @param lastFirst by their numbers
     */
    Remainder undo(String name, SequencedMap<Integer, Step> lastFirst) {
        var remainder = Remainder.none();
        lastFirst.forEach((number, step) -> {
            switch (step) {
                case Step.Reversible reversible -> {
                    if (settle(reversible.inverse(), remainder)) {
                        journal.undone(name, number);
                    }
                }
                case Step.Lasting lasting -> note(lasting, remainder);
            }
        });
        return remainder;
    }

    private void note(Step.Lasting step, Remainder remainder) {
        if (host.stateOf(step) instanceof StepState.After) {
            remainder.lasting.add(step.words());
        } else if (host.stateOf(step) instanceof StepState.Partly) {
            remainder.lasting.add(step.words() + " (begun, and maybe half-done)");
        }
    }

    /** Takes those of the steps that have not happened yet. */
    Remainder finish(List<Step> steps) {
        var remainder = Remainder.none();
        steps.forEach(step -> settle(step, remainder));
        return remainder;
    }

    /** False where the host refused it. */
    private boolean settle(Step step, Remainder remainder) {
        try {
            switch (host.stateOf(step)) {
                case StepState.Before _, StepState.Partly _ -> host.take(step);
                case StepState.After() -> {
                    // The host is as it leaves it.
                }
                case StepState.Neither(var found) ->
                        remainder.theirs.add(step.words() + " (" + found + ")");
            }
            return true;
        } catch (ProblemException e) {
            remainder.refused.add(step.words() + " (" + e.problem().reason() + ")");
            return false;
        }
    }
}

package vgpuctl.cli;

import vgpuctl.core.fit.Fit;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;

/** The exit status that tells a script what kind of problem there was. */
final class ExitCode {

    static final int DONE = 0;
    static final int BUG = 1;
    static final int BAD_INPUT = 2;
    static final int FINDINGS = 10;
    static final int NO_ROOM = 5;
    static final int PARTLY = 11;

    private ExitCode() {}

    static int of(Problem problem) {
        return switch (problem) {
            case Problem.BadInput _, Problem.Ambiguous _ -> BAD_INPUT;
            case Problem.NotFound _ -> 3;
            case Problem.Conflict _, Problem.ChangedMeanwhile _ -> 4;
            case Problem.NoRoom _ -> NO_ROOM;
            case Problem.HostNotReady _ -> 6;
            case Problem.Refused _ -> 7;
            case Problem.NotPermitted _ -> 8;
            case Problem.TimedOut _, Problem.Locked _ -> 9;
            case Problem.PartlyApplied _, Problem.DoneInPart _, Problem.OutcomeUnknown _ -> PARTLY;
        };
    }

    /** How a command ends that was answered so. */
    static int of(Answer answer) {
        if (answer instanceof Answer.Diagnosed diagnosed) {
            return diagnosed.diagnosis().hasSomethingToDo() ? FINDINGS : DONE;
        }
        if (answer instanceof Answer.Compared compared) {
            var differs = !compared.comparison().differences().isEmpty();
            return compared.isAsserted() && differs ? FINDINGS : DONE;
        }
        if (answer instanceof Answer.Rehearsed rehearsed) {
            return rehearsed.rehearsal().losesSomething() ? FINDINGS : DONE;
        }
        if (answer instanceof Answer.Restored restored) {
            return restored.failed().isEmpty() ? DONE : PARTLY;
        }
        if (answer instanceof Answer.Leftovers leftovers) {
            return leftovers.found().isEmpty() ? DONE : FINDINGS;
        }
        if (answer instanceof Answer.CleanedUp cleanedUp) {
            return cleanedUp.left().isEmpty() ? DONE : PARTLY;
        }
        if (answer instanceof Answer.DriverChanged changed) {
            return of(changed);
        }
        if (answer instanceof Answer.Fitted fitted) {
            return fitted.outcome().fit() instanceof Fit.Fits ? DONE : NO_ROOM;
        }
        return answer instanceof Answer.Recovered recovered && !recovered.settled() ? PARTLY : DONE;
    }

    private static int of(Answer.DriverChanged changed) {
        if (changed.state() == Answer.DriverChanged.State.RESTART) {
            return PARTLY;
        }
        return changed.preflight().obstacle().map(ExitCode::of).orElse(DONE);
    }
}

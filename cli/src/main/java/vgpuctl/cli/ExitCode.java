package vgpuctl.cli;

import vgpuctl.core.problem.Problem;

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
            case Problem.PartlyApplied _, Problem.DoneInPart _ -> PARTLY;
        };
    }
}

package vgpuctl.cli;

import java.io.PrintStream;
import java.util.function.Supplier;
import vgpuctl.cli.command.MdevRequests;
import vgpuctl.cli.command.Requests;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.view.MdevView;
import vgpuctl.cli.view.TextView;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;

/** A command line of mdevctl's: mdevctl's output, its exit status, its streams. */
final class MdevLine {

    /** mdevctl's own version that we answer as. */
    static final String VERSION = "1.3.0";

    static final int FAILED = 1;

    private final Parsed line;
    private final String words;
    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;

    MdevLine(Parsed line, String words, PrintStream out, PrintStream err, Screen screen) {
        this.line = line;
        this.words = words;
        this.out = out;
        this.err = err;
        this.screen = screen;
    }

    static boolean isOne(Parsed line) {
        return line.name().startsWith("mdev ");
    }

    /**
     * Whether the line is for us to answer: what is asked for in our own forms is answered as any
     * other command is.
     */
    static boolean isAnsweredAsMdevctl(Parsed line) {
        return isOne(line) && line.text("output").equals("table");
    }

    int run(Supplier<Operations> operations) {
        var fault = MdevRequests.fault(line);
        if (fault.isPresent()) {
            err.println("error: " + fault.get());
            err.println("hint:  see " + line.path().typed() + " --help");
            return ExitCode.BAD_INPUT;
        }
        try {
            return print(answer(operations.get()));
        } catch (ProblemException e) {
            return explain(e.problem());
        }
    }

    private Answer answer(Operations operations) {
        var request = MdevRequests.of(line);
        return request instanceof Request.Change change && Requests.isOnlyPlanned(line)
                ? operations.plan(change)
                : operations.answer(request, words);
    }

    private int print(Answer answer) {
        if (answer instanceof Answer.Mdevs mdevs) {
            mdevs.hidden().forEach(why -> err.println("Warning: left out: " + why));
            out.print(
                    line.flag("dumpjson")
                            ? MdevView.dumped(mdevs)
                            : MdevView.list(mdevs, line.flag("verbose")));
        } else if (answer instanceof Answer.MdevTypes types) {
            out.print(line.flag("dumpjson") ? MdevView.dumped(types) : MdevView.types(types));
        } else if (answer instanceof Answer.Changed changed) {
            told(changed);
        } else if (answer instanceof Answer.Restored restored) {
            restored.failed().forEach(this::explain);
            return restored.failed().isEmpty() ? ExitCode.DONE : FAILED;
        } else {
            out.print(TextView.render(answer, screen));
        }
        return ExitCode.DONE;
    }

    /** The UUID where it is a new one; else success says nothing. */
    private void told(Answer.Changed changed) {
        changed.plan().notes().forEach(note -> err.println("Warning: " + note));
        if (changed.request() instanceof Request.Mdev mdev && mdev.isNew()) {
            out.println(mdev.wish().uuid());
        }
    }

    private int explain(Problem problem) {
        err.print(MdevView.problem(problem));
        return FAILED;
    }
}

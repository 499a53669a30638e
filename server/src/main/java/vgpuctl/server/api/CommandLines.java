package vgpuctl.server.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;

/** Understands the lines of the command line, and prints what comes of them as it does itself. */
public interface CommandLines {

    /** That of the command line; another one may mean something else by the same words. */
    String version();

    /** What a line asks for; a problem where it is none that comes this way. */
    Understood understand(Typed typed);

    /**
     * What somebody typed, and where.
     *
     * @param words behind the name of the program
     * @param layout the text of the file that the words name; no file is read for anybody
     * @param environment of it only what says how to print
     * @param isTerminal whether standard output is one
     * @param isErrorTerminal whether standard error is one
     */
    record Typed(
            List<String> words,
            Optional<String> layout,
            Map<String, String> environment,
            boolean isTerminal,
            boolean isErrorTerminal) {}

    /** A line that can be carried out. */
    interface Understood {

        /** The command, as {@code sriov enable}. */
        String command();

        Request request();

        /** Whether it is to be shown, not done. */
        boolean isOnlyPlanned();

        /** The line, for the journal and for those who wait. */
        String words();

        /** How long it waits for others. */
        Duration patience();

        /**
         * On the host of the daemon.
         *
         * @param notices is told what was found cut off
         */
        Operations operations(Consumer<String> notices);

        /**
         * What the command line prints.
         *
         * @param notices what was found cut off
         */
        Printed printed(Answer answer, List<String> notices);

        /** A plan for a person who is asked next, in whatever form the answer is wanted. */
        Printed question(Answer.Planned plan, List<String> notices);

        Printed printed(Problem problem, List<String> notices);

        /** For a mistake of ours, which the daemon has logged. */
        Printed bug(List<String> notices);
    }

    /** What goes to standard output and to standard error, and how it ends. */
    record Printed(String out, String err, int exitStatus) {}
}

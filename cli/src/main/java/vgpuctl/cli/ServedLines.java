package vgpuctl.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.command.Requests;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;
import vgpuctl.server.api.CommandLines;

/** What the command line leaves to the daemon, which understands and prints it in its place. */
final class ServedLines implements CommandLines {

    private final HostWiring wiring;

    /** Lines for this host, whichever they name: whoever sends them knows whom they ask. */
    ServedLines(HostWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public String version() {
        return Main.VERSION;
    }

    @Override
    public Understood understand(Typed typed) {
        if (CommandLine.parse(CommandTree.root(), typed.words()) instanceof Parsed line
                && Requests.isForDaemon(line)) {
            return new Line(wiring, typed, line, request(typed, line));
        }
        throw new Problem.BadInput(
                        "'%s' is nothing that a daemon carries out"
                                .formatted(Requests.words(typed.words())),
                        "send one of the commands that change the host, as docs/serve.md says")
                .thrown();
    }

    /** Of files only the text is taken that came along: the daemon may read more than others. */
    private static Request request(Typed typed, Parsed line) {
        return line.name().equals("apply")
                ? Requests.apply(line, typed.layout().orElse(""))
                : Requests.of(line);
    }

    private record Line(HostWiring wiring, Typed typed, Parsed line, Request request)
            implements Understood {

        @Override
        public String command() {
            return line.name();
        }

        @Override
        public boolean isOnlyPlanned() {
            return request instanceof Request.Change && Requests.isOnlyPlanned(line);
        }

        @Override
        public String words() {
            return Requests.words(typed.words());
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(line.number("wait"));
        }

        @Override
        public Operations operations(Consumer<String> notices) {
            return wiring.operations(words(), patience(), notices);
        }

        @Override
        public Printed printed(Answer answer, List<String> notices) {
            return new Printed(printer().text(answer), notes(notices), ExitCode.of(answer));
        }

        @Override
        public Printed question(Answer.Planned plan, List<String> notices) {
            return new Printed(printer().forPeople(plan), notes(notices), ExitCode.DONE);
        }

        @Override
        public Printed printed(Problem problem, List<String> notices) {
            return new Printed("", notes(notices) + printer().text(problem), ExitCode.of(problem));
        }

        @Override
        public Printed bug(List<String> notices) {
            return new Printed(
                    "",
                    notes(notices)
                            + "error: a bug in vgpuctl, in its daemon\n"
                            + "hint:  please report it, with what the daemon logged\n",
                    ExitCode.BUG);
        }

        private Printer printer() {
            return new Printer(
                    line, typed.environment(), typed.isTerminal(), typed.isErrorTerminal());
        }

        private static String notes(List<String> notices) {
            var notes = new StringBuilder();
            for (var notice : List.copyOf(notices)) {
                notes.append("note:  ").append(notice).append('\n');
            }
            return notes.toString();
        }
    }
}

package vgpuctl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Supplier;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.command.ConfigFile;
import vgpuctl.cli.command.LayoutFile;
import vgpuctl.cli.command.Requests;
import vgpuctl.cli.completion.Answers;
import vgpuctl.cli.completion.Shell;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Help;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.view.ImportView;
import vgpuctl.cli.watch.StatusWatch;
import vgpuctl.cli.watch.SttyTerminal;
import vgpuctl.cli.watch.Terminal;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.linux.systemd.Systemd;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;
import vgpuctl.simulation.board.SimulatedBoards;

/** From a command line to an exit status. */
public final class Main {

    static final String VERSION = "0.1.0";

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final WaysOut waysOut;

    Main(
            List<String> arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        this(arguments, environment, out, err, WaysOut.OPEN);
    }

    Main(
            List<String> arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            WaysOut waysOut) {
        this.arguments = arguments;
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.waysOut = waysOut;
    }

    public static void main(String[] arguments) {
        var out = utf8(FileDescriptor.out);
        var err = utf8(FileDescriptor.err);
        var status = new Main(List.of(arguments), System.getenv(), out, err).run();
        out.flush();
        err.flush();
        // Not System.exit: it first asks for a logger to tell, which takes a third of all classes
        // that a short command loads. There is nothing to do at the end that is not done by now.
        Runtime.getRuntime().halt(status);
    }

    /** What we say has characters beyond ASCII, and terminals read UTF-8 whatever LANG says. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    int run() {
        var line = CommandLine.parse(CommandTree.root(), arguments);
        if (line instanceof Parsed parsed) {
            return run(parsed);
        }
        if (line instanceof CommandLine.HelpWanted(var path)) {
            out.print(Help.render(path, screen("stdout").width()));
            return ExitCode.DONE;
        }
        if (line instanceof CommandLine.Wrong wrong) {
            wrong.faults().forEach(fault -> err.println("error: " + fault));
            err.println("hint:  see " + wrong.wayOut());
            return ExitCode.BAD_INPUT;
        }
        var isMdevctls =
                line instanceof CommandLine.VersionWanted(var path)
                        && path.name().startsWith("mdev");
        out.println(
                isMdevctls
                        ? "mdevctl " + MdevLine.VERSION + " (vgpuctl " + VERSION + ")"
                        : "vgpuctl " + VERSION);
        return ExitCode.DONE;
    }

    private int run(Parsed line) {
        try {
            if (line.name().equals("serve")) {
                var served = configured(line);
                return new Serving(served, wiring(served), new Systemd(environment), out, err)
                        .untilTheEnd();
            }
            if (MdevLine.isAnsweredAsMdevctl(line)) {
                return new MdevLine(line, Requests.words(arguments), out, err, screen(line))
                        .run(() -> wiring(line).operations());
            }
            if (line.name().equals("usage")) {
                var days = new UsageDays(wiring(line).files());
                return new UsageLine(line, days, Instant.now(), out, err).run(screen(line));
            }
            refuseCsv(line);
            if (line.name().equals("fleet simulate")) {
                return new FleetSimulationLine(line, environment, out, err).run();
            }
            if (line.name().startsWith("fleet ")) {
                return new FleetLine(line, environment, out, err, screen(line), this::isConfirmed)
                        .run();
            }
            return line.name().startsWith("sim ")
                    ? steer(line)
                    : line.name().startsWith("completion ") ? complete(line) : answer(line);
        } catch (ProblemException e) {
            return explain(line, e.problem());
        } catch (RuntimeException e) {
            err.println("error: a bug in vgpuctl: " + e);
            err.println("hint:  please report it with these lines");
            e.printStackTrace(err);
            return ExitCode.BUG;
        }
    }

    private static void refuseCsv(Parsed line) {
        if (line.text("output").equals("csv")) {
            throw new Problem.BadInput(
                            "only 'usage' can be had as csv", "print it with --output json")
                    .thrown();
        }
    }

    private int answer(Parsed line) {
        if (Requests.isForDaemon(line)) {
            var configured = configured(line);
            return change(configured, wiring(configured));
        }
        var completed = line.name().equals("restore") ? configuredForBoot(line) : line;
        return answer(completed, wiring(completed).operations(), Requests.of(completed));
    }

    /** With what the administrator of the host wants where the line says nothing. */
    private Parsed configured(Parsed line) {
        var text = wiring(line).files().textIfThere(ConfigFile.PATH);
        if (text instanceof Reading.Unknown<Optional<String>>(var why)) {
            throw new Problem.BadInput(
                            ConfigFile.PATH + " could not be read: " + why,
                            "make it readable, or delete it")
                    .thrown();
        }
        return text.orElse(Optional.empty())
                .map(said -> ConfigFile.read(ConfigFile.PATH, said).completed(line))
                .orElse(line);
    }

    /** A mistake in a file shall not cost a host its vGPUs. */
    private Parsed configuredForBoot(Parsed line) {
        try {
            return configured(line);
        } catch (ProblemException e) {
            note(e.problem().reason());
            note("this goes on without it");
            return line;
        }
    }

    /** By the daemon of the host, where it runs; else by ourselves. */
    private int change(Parsed line, HostWiring wiring) {
        var layout =
                line.name().equals("apply")
                        ? Optional.of(Requests.layoutText(line))
                        : Optional.<String>empty();
        // Whatever is wrong with the line is told before anybody is asked.
        var request = layout.isPresent() ? Requests.apply(line, layout.get()) : Requests.of(line);
        var daemon = DaemonWay.to(line, wiring, this::note);
        if (daemon.isEmpty()) {
            return answer(line, wiring.operations(), request);
        }
        var sent = new DaemonWay.Sent(arguments, layout, environment);
        if (request instanceof Request.Apply && isToBeAsked(line)) {
            // Shown as the one who carries it out sees it.
            var plan = daemon.get().plan(sent);
            if (plan.isEmpty()) {
                return answer(line, wiring.operations(), request);
            }
            if (plan.get().exitStatus() != ExitCode.DONE) {
                return print(plan.get());
            }
            err.print(plan.get().err());
            if (plan.get().steps() > 0 && !isConfirmed(plan.get().out())) {
                out.println("Nothing was changed.");
                return ExitCode.DONE;
            }
        }
        var said = daemon.get().carryOut(sent);
        return said.isPresent() ? print(said.get()) : answer(line, wiring.operations(), request);
    }

    private static boolean isToBeAsked(Parsed line) {
        return !Requests.isOnlyPlanned(line) && !line.flag("yes");
    }

    private int print(DaemonWay.Said said) {
        err.print(said.err());
        out.print(said.out());
        return said.exitStatus();
    }

    private void note(String sentence) {
        err.println("note:  " + sentence);
    }

    private int answer(Parsed line, Operations operations, Request request) {
        if (request instanceof Request.Status && line.flag("watch")) {
            return watch(line, operations);
        }
        var isOnlyPlanned = request instanceof Request.Change && Requests.isOnlyPlanned(line);
        if (request instanceof Request.Apply apply && isToBeAsked(line)) {
            var plan = operations.plan(apply);
            if (!plan.plan().steps().isEmpty() && !isConfirmed(printer(line).forPeople(plan))) {
                out.println("Nothing was changed.");
                return ExitCode.DONE;
            }
        }
        if (request instanceof Request.DriverChange change
                && !change.isOnlyPlanned()
                && !line.flag("yes")
                && !isConfirmed(line, change, operations)) {
            return ExitCode.DONE;
        }
        var answer =
                isOnlyPlanned
                        ? operations.plan((Request.Change) request)
                        : operations.answer(request, Requests.words(arguments));
        print(line, answer);
        return ExitCode.of(answer);
    }

    /** What cannot be done, or has been, needs no word of anybody. */
    private boolean isConfirmed(Parsed line, Request.DriverChange change, Operations operations) {
        var plan = (Answer.DriverChanged) operations.answer(change.planned(), "");
        if (plan.preflight().obstacle().isPresent() || plan.left().isEmpty()) {
            return true;
        }
        var isConfirmed = isConfirmed(printer(line).forPeople(plan));
        if (!isConfirmed) {
            out.println("Nothing was changed.");
        }
        return isConfirmed;
    }

    /** Shows a plan to a person and asks; a script has to say that it wants it. */
    private boolean isConfirmed(String plan) {
        if (!Boolean.getBoolean("vgpuctl.tty.stdin")) {
            throw new Problem.BadInput(
                            "nobody can be asked: standard input is no terminal",
                            "look with --dry-run, and say --yes to carry it out")
                    .thrown();
        }
        out.print(plan);
        out.print("Carry it out? [y/N] ");
        out.flush();
        var said = new Scanner(System.in, StandardCharsets.UTF_8);
        return said.hasNextLine()
                && said.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** On a terminal; elsewhere once, and plain. */
    private int watch(Parsed line, Operations operations) {
        var request = new Request.Status();
        Supplier<Answer.Status> looking =
                () -> (Answer.Status) operations.answer(request, Requests.words(arguments));
        var screen = screen(line);
        var terminal =
                screen.terminal() && line.text("output").equals("table")
                        ? SttyTerminal.take(System.in, out)
                        : Optional.<Terminal>empty();
        if (terminal.isEmpty()) {
            print(line, looking.get());
            return ExitCode.DONE;
        }
        try (var taken = terminal.get()) {
            new StatusWatch(looking, screen).on(taken);
        }
        return ExitCode.DONE;
    }

    private HostWiring wiring(Parsed line) {
        return new HostWiring(line, Requests.words(arguments), environment, err, waysOut);
    }

    private void print(Parsed line, Answer answer) {
        if (answer instanceof Answer.Imported imported) {
            err.print(ImportView.notes(imported));
            var file = line.optional("output-file");
            if (file.isPresent()) {
                LayoutFile.write(file.get(), printer(line).text(answer));
                return;
            }
        }
        out.print(printer(line).text(answer));
    }

    private int explain(Parsed line, Problem problem) {
        err.print(printer(line).text(problem));
        return ExitCode.of(problem);
    }

    private int steer(Parsed line) {
        var simulation = wiring(line).simulation();
        switch (line.name()) {
            case "sim reset" -> simulation.reset();
            case "sim reboot" -> simulation.reboot();
            default -> {
                var said = simulation.virsh(line.all("WORD"));
                (said.status() == 0 ? out : err).print(said.output());
                return said.status();
            }
        }
        return ExitCode.DONE;
    }

    private int complete(Parsed line) {
        out.print(
                line.name().equals("completion script")
                        ? Shell.named(line.text("SHELL")).script()
                        : new Answers(this::look, () -> SimulatedBoards.ofProject().allNames())
                                .to(CommandTree.root(), line.all("WORD")));
        return ExitCode.DONE;
    }

    /** What somebody who types gets to see: nothing is recovered, reported or waited for. */
    private HostSnapshot look(Parsed line) {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new HostWiring(line, "completion", environment, quiet, waysOut).operations().look();
    }

    private Printer printer(Parsed line) {
        return new Printer(line, environment, isTerminal("stdout"), isTerminal("stderr"));
    }

    private Screen screen(Parsed line) {
        return printer(line).screen();
    }

    private Screen screen(String stream) {
        return Screen.of(environment, isTerminal(stream));
    }

    /** The launcher says what is a terminal: asking would take a native call. */
    private static boolean isTerminal(String stream) {
        return Boolean.getBoolean("vgpuctl.tty." + stream);
    }
}

package vgpuctl.lab;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays a scenario on a machine, from where it stopped. */
final class Play {

    /** How a play came to its end. */
    enum End {
        DONE,
        MACHINE_RESTARTS
    }

    private final Scenario scenario;
    private final Machine machine;
    private final Shell shell;
    private final Options options;
    private final Progress progress;
    private final Report report;

    Play(Scenario scenario, Machine machine, Options options, Progress progress, Report report) {
        this.scenario = scenario;
        this.machine = machine;
        this.shell = new Shell(options.work(), options.commandLimit());
        this.options = options;
        this.progress = progress;
        this.report = report;
    }

    End play() {
        if (progress.next() == 0) {
            report.begin(scenario, machine.where());
        }
        while (progress.next() < scenario.steps().size()) {
            var step = scenario.steps().get(progress.next());
            if (step(step) == End.MACHINE_RESTARTS) {
                return End.MACHINE_RESTARTS;
            }
        }
        report.end(scenario, progress);
        return End.DONE;
    }

    private End step(Step step) {
        if (!progress.failed().isEmpty() && !options.keepGoing()) {
            skip(step, "after a failure");
            return End.DONE;
        }
        return switch (step) {
            case Step.Command command -> {
                command(command);
                yield End.DONE;
            }
            case Step.Reboot reboot -> reboot(reboot);
        };
    }

    private void skip(Step step, String why) {
        report.skipped(step, why);
        progress.skip();
    }

    private void command(Step.Command command) {
        if (command.prompt().runs(machine.where())) {
            run(command);
        } else {
            skip(command, "not here");
        }
    }

    private void run(Step.Command command) {
        var started = System.nanoTime();
        var ran = shell.run(progress.captures().fill(command.text()));
        var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        var comparison =
                new Comparison(command.expected().lines(), ran.output(), progress.captures());
        var match = comparison.match().filter(_ -> ran.exit() == command.expected().exit());
        if (match.isPresent()) {
            report.passed(command, took);
            progress.pass(match.get(), took);
        } else if (options.write()) {
            report.rewritten(command, took);
            progress.rewrite(
                    Rewriting.expectation(comparison, ran.exit()), comparison.caughtAnyway(), took);
        } else {
            report.failed(command, comparison, ran.exit(), took);
            progress.fail(
                    "line %d: %s".formatted(command.line(), command.title()),
                    comparison.caughtAnyway(),
                    took);
        }
    }

    private End reboot(Step.Reboot reboot) {
        return switch (machine) {
            case Machine.Kernel _ -> {
                report.restarting(reboot);
                progress.pass(progress.captures(), 0);
                progress.store(options.work().progress());
                yield End.MACHINE_RESTARTS;
            }
            case Machine.Simulator _ -> {
                run(simulatedReboot(reboot));
                yield End.DONE;
            }
        };
    }

    /** Whatever it prints is all right: a real restart is not looked at either. */
    private static Step.Command simulatedReboot(Step.Reboot reboot) {
        return new Step.Command(
                reboot.line(),
                Prompt.EVERYWHERE,
                Machine.Simulator.REBOOT,
                new Step.Expectation(List.of(LinePattern.GAP), 0),
                new Step.Span(0, 0));
    }
}

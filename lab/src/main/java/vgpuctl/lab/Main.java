package vgpuctl.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Plays one scenario; {@code lab/run} calls it, here for the simulator, in the guest for the
 * kernel.
 */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_INPUT = 2;
    private static final int MACHINE_RESTARTS = 100;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            System.exit(run(Options.parse(List.of(arguments)), out));
        } catch (ScenarioProblem problem) {
            out.println(problem.getMessage());
            System.exit(WRONG_INPUT);
        }
    }

    static int run(Options options, PrintStream out) throws IOException {
        var scenario = read(options.scenario());
        var machine = machine(options, scenario);
        options.work().create();
        machine.prepare(options.work());
        var progress = Progress.load(options.work().progress());
        var play = new Play(scenario, machine, options, progress, new Report(out));
        return switch (play.play()) {
            case MACHINE_RESTARTS -> MACHINE_RESTARTS;
            case DONE -> finish(options, scenario, progress);
        };
    }

    private static Scenario read(Path file) throws IOException {
        var name = file.getFileName().toString().replaceFirst("\\.scenario$", "");
        return ScenarioParser.parse(name, Files.readAllLines(file));
    }

    private static Machine machine(Options options, Scenario scenario) {
        return switch (options.where()) {
            case KERNEL -> new Machine.Kernel(options.repository());
            case SIMULATOR -> new Machine.Simulator(options.repository(), scenario.host());
        };
    }

    private static int finish(Options options, Scenario scenario, Progress progress)
            throws IOException {
        if (!progress.expectations().isEmpty()) {
            Files.write(
                    options.results().resolve("rewritten"),
                    Rewriting.apply(scenario, progress.expectations()));
        }
        Files.writeString(options.results().resolve("totals"), totals(progress) + "\n");
        return progress.failed().isEmpty() ? 0 : FAILED;
    }

    private static String totals(Progress progress) {
        return "%d %d %d"
                .formatted(progress.passed(), progress.failed().size(), progress.skipped());
    }
}

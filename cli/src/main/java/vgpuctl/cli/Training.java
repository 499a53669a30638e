package vgpuctl.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the commands of a working day in one JVM, which notes the classes that they load: {@code
 * scripts/build} makes the AOT cache from these notes. What the commands answer does not matter.
 */
final class Training {

    private static final List<String> OUTPUTS = List.of("table", "json");

    private Training() {}

    public static void main(String[] arguments) {
        run("--help");
        run("create", "--help");
        run("no-such-command");
        for (var terminal : List.of("false", "true")) {
            System.setProperty("vgpuctl.tty.stdout", terminal);
            System.setProperty("vgpuctl.tty.stderr", terminal);
            OUTPUTS.forEach(Training::aDay);
        }
    }

    private static void aDay(String output) {
        run(simulated(output, "sim", "reset"));
        run(simulated(output, "gpus"));
        run(simulated(output, "types"));
        run(simulated(output, "create", "P40-12C", "--name", "one"));
        run(simulated(output, "create", "P40-6Q", "--name", "two", "--dry-run"));
        run(simulated(output, "create", "P40-12C", "--count", "90"));
        run(simulated(output, "list"));
        run(simulated(output, "show", "one"));
        run(simulated(output, "attach", "one", "y-k8s-n-1"));
        run(simulated(output, "detach", "one", "y-k8s-n-1"));
        run(simulated(output, "stop", "one"));
        run(simulated(output, "start", "one"));
        run(simulated(output, "remove", "one"));
    }

    private static String[] simulated(String output, String... command) {
        var words = new ArrayList<>(List.of("--host", "sim:tesla-p10", "--output", output));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }

    private static void run(String... arguments) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var status = new Main(List.of(arguments), System.getenv(), out, out).run();
        out.println("[%s: exit %d]".formatted(String.join(" ", arguments), status));
        out.flush();
    }
}

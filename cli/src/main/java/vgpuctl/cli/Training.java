package vgpuctl.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the commands that look in one JVM, which notes the classes that they load: {@code
 * scripts/build} makes the AOT cache from these notes. What the commands answer does not matter.
 *
 * <p>Only those that look: with a cache, the JVM loads all that is in it at every start. To train
 * those that change the host too makes them 20 ms faster and all others 10 ms slower.
 */
final class Training {

    private static final List<String> COMMANDS =
            List.of("gpus", "types", "list", "show p40-12c-1", "mdev types", "mdev list -d");

    private Training() {}

    /**
     * Runs them.
     *
     * @param arguments the directory of a simulated host, which the local host's way leads to, too
     */
    public static void main(String[] arguments) {
        var simulated = List.of("--host", "sim:tesla-p10");
        var local = List.of("--root", arguments.length == 0 ? "/" : arguments[0]);
        for (var terminal : List.of("false", "true")) {
            System.setProperty("vgpuctl.tty.stdout", terminal);
            System.setProperty("vgpuctl.tty.stderr", terminal);
            run(List.of("--help"));
            run(List.of("show", "--help"));
            run(List.of("no-such-command"));
            for (var command : COMMANDS) {
                run(joined(simulated, command));
                run(joined(simulated, "--output json " + command));
                run(joined(local, command));
            }
            run(joined(List.of("completion", "words", "--"), "--host sim:tesla-p10 show p"));
        }
    }

    private static List<String> joined(List<String> host, String words) {
        var line = new ArrayList<>(host);
        line.addAll(List.of(words.split(" ", -1)));
        return line;
    }

    private static void run(List<String> arguments) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var status = new Main(arguments, System.getenv(), out, out).run();
        out.println("[" + String.join(" ", arguments) + ": exit " + status + "]");
        out.flush();
    }
}

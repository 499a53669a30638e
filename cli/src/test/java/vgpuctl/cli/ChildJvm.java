package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vgpuctl.cli.SimulatedHost.Said;

/** vgpuctl in a process of its own, with the options that its launcher gives it. */
record ChildJvm(Process process) {

    static final int KILLED = 128 + 9;

    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Xmx64m",
                    "--enable-native-access=ALL-UNNAMED");

    /** Starts a main class on a simulated host. */
    static ChildJvm start(SimulatedHost host, Class<?> main, List<String> first, List<String> words)
            throws IOException {
        return new ChildJvm(builder(host, main, first, words).start());
    }

    /** What starts it, for those who start it in another way. */
    static ProcessBuilder builder(
            SimulatedHost host, Class<?> main, List<String> first, List<String> words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(first);
        command.addAll(host.arguments(words.toArray(String[]::new)));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(host.environment());
        return builder;
    }

    /** Its output is short enough for a pipe, so nobody has to read it meanwhile. */
    Said ended() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after a minute: " + process.info());
        }
        return new Said(
                process.exitValue(),
                all(process.inputReader(UTF_8)),
                all(process.errorReader(UTF_8)));
    }

    private static String all(BufferedReader reader) throws IOException {
        try (reader) {
            return reader.readAllAsString();
        }
    }
}

package vgpuctl.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Runs the commands of a working day, one after the other in one JVM, which notes the classes that
 * they load: {@code scripts/build} makes the AOT cache from these notes. What the commands answer
 * does not matter here.
 */
final class Training {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final Queue<List<String>> commands = new ArrayDeque<>();

    private Training() {
        commands.add(List.of("--help"));
        commands.add(List.of("create", "--help"));
        commands.add(List.of("no-such-command"));
        for (var output : List.of("table", "json")) {
            var name = "trained-" + output;
            onSimulation(output, "gpus");
            onSimulation(output, "types");
            onSimulation(output, "create", "P40-12C", "--name", name);
            onSimulation(output, "list");
            onSimulation(output, "show", name);
            onSimulation(output, "stop", name);
        }
    }

    public static void main(String[] arguments) {
        var training = new Training();
        // A command may end with System.exit, and it can do so once: the rest then runs while the
        // JVM shuts down.
        Runtime.getRuntime().addShutdownHook(new Thread(training::run));
        training.run();
    }

    private void onSimulation(String output, String... command) {
        var line = new ArrayList<>(List.of("--host", "sim:tesla-p10", "--output", output));
        line.addAll(List.of(command));
        commands.add(line);
    }

    private void run() {
        for (var next = commands.poll(); next != null; next = commands.poll()) {
            var command = next.toArray(String[]::new);
            var thread = new Thread(() -> Main.main(command));
            thread.setDaemon(true);
            thread.start();
            awaitEnd(thread);
        }
    }

    private static void awaitEnd(Thread thread) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (thread.isAlive() && !exiting(thread) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether it waits in System.exit, where a thread stays once another one has been there. */
    private static boolean exiting(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED
                && List.of(thread.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}

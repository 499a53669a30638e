package vgpuctl.fleet.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of ours, which can be killed, frozen and started again. */
final class Worker implements AutoCloseable {

    private final Class<?> main;
    private final Path directory;
    private final String name;
    private final List<String> arguments;
    private Optional<Process> process = Optional.empty();

    Worker(Class<?> main, Path directory, String name, List<String> arguments) {
        this.main = main;
        this.directory = directory;
        this.name = name;
        this.arguments = List.copyOf(arguments);
    }

    String name() {
        return name;
    }

    Path log() {
        return directory.resolve(name + ".log");
    }

    void start() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            process =
                    Optional.of(
                            new ProcessBuilder(command)
                                    .redirectErrorStream(true)
                                    .redirectOutput(
                                            ProcessBuilder.Redirect.appendTo(
                                                    directory.resolve(name + ".out").toFile()))
                                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kill -9 does; it says no word more. */
    void kill() {
        process.ifPresent(one -> {
            one.destroyForcibly();
            try {
                one.waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        process = Optional.empty();
    }

    void signal(String signal) {
        process.ifPresent(one -> {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(one.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Whether it came to its end by itself in time. */
    boolean isDone(long seconds) {
        try {
            return process.isEmpty() || process.get().waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    @Override
    public void close() {
        kill();
    }
}

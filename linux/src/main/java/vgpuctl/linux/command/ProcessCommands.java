package vgpuctl.linux.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tools as processes of this host. */
public final class ProcessCommands implements Commands {

    private static final int MOST_BYTES = 16 << 20;

    /** Seconds; as long as the slowest installer may take. */
    private static final String LONGEST_WAIT = "7200";

    private final Consumer<String> live;

    public ProcessCommands() {
        this(_ -> {});
    }

    /**
     * Tools of this host.
     *
     * @param live is told each line of a tool that runs for minutes, as it comes
     */
    public ProcessCommands(Consumer<String> live) {
        this.live = live;
    }

    @Override
    public Result run(List<String> arguments, Duration limit) {
        var builder =
                new ProcessBuilder(arguments).redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().put("LC_ALL", "C");
        return started(builder)
                .map(process -> outcome(process, limit))
                .orElseGet(Result.Missing::new);
    }

    /** The same with something to read. */
    public Result run(List<String> arguments, String input, Duration limit) {
        var builder = new ProcessBuilder(arguments);
        builder.environment().put("LC_ALL", "C");
        return started(builder)
                .map(process -> {
                    Feeder.feed(process, input);
                    return outcome(process, limit);
                })
                .orElseGet(Result.Missing::new);
    }

    /** It writes to the file itself: where we die, it goes on, and {@code flock} says so. */
    @Override
    public Result runLogged(List<String> arguments, Log log, Duration limit) {
        var command = new ArrayList<>(List.of("flock", "--wait", LONGEST_WAIT));
        command.add(log.lock().toString());
        command.addAll(arguments);
        var file = log.file().toFile();
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(file));
        builder.environment().put("LC_ALL", "C");
        try (var follower = new LogFollower(file, live)) {
            return started(builder)
                    .map(process -> followed(process, follower, limit))
                    .orElseGet(Result.Missing::new);
        } catch (IOException e) {
            return new Result.Ended(1, "", file + ": " + e.getMessage());
        }
    }

    private static Optional<Process> started(ProcessBuilder builder) {
        try {
            return Optional.of(builder.start());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Result followed(Process process, LogFollower follower, Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        try {
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                follower.follow();
                if (System.nanoTime() - end > 0) {
                    return new Result.Unfinished();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Result.Unfinished();
        }
        follower.follow();
        return new Result.Ended(process.exitValue(), follower.end(), "");
    }

    private static Result outcome(Process process, Duration limit) {
        var output = new Collector(process.getInputStream());
        var errors = new Collector(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result.Unfinished();
            }
            output.join(limit);
            errors.join(limit);
            return new Result.Ended(process.exitValue(), output.text, errors.text);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Result.Unfinished();
        }
    }

    /** Writes a pipe on a thread of its own, so that a tool that reads nothing holds nobody up. */
    private static final class Feeder {

        static void feed(Process process, String input) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var pipe = process.getOutputStream()) {
                            pipe.write(input.getBytes(StandardCharsets.UTF_8));
                        } catch (IOException _) {
                            // It did not want to read all of it.
                        }
                    });
        }
    }

    /** Reads a pipe on a thread of its own, so that a full one never holds the tool up. */
    private static final class Collector extends Thread {

        private final InputStream stream;
        private volatile String text = "";

        Collector(InputStream stream) {
            this.stream = stream;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try (stream) {
                text = new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // The tool's end of the pipe is gone: what came is kept.
            }
        }
    }
}

package vgpuctl.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.scheduler.MoveHook;

/**
 * A program of the operator's. It reads the move as JSON, has the same in a few variables, and ends
 * with 0 where the VM is as it is to be. What it says is shown.
 */
final class HookProgram implements MoveHook {

    private final String program;
    private final Duration limit;
    private final PrintStream err;

    /**
     * A program.
     *
     * @param limit after which it is ended, and all that it started
     * @param err where what it says goes
     */
    HookProgram(String program, Duration limit, PrintStream err) {
        this.program = program;
        this.limit = limit;
        this.err = err;
    }

    /** Refused before anything is changed, where it is plain that it cannot be run. */
    void check() {
        if (program.contains("/") && !Files.isExecutable(Path.of(program))) {
            throw new Problem.NotFound(
                            program + " is no program that can be run",
                            "name one with --hook, or make it executable: chmod +x " + program)
                    .thrown();
        }
    }

    @Override
    public Answer ask(Handover handover) {
        var builder = new ProcessBuilder(program).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("VGPUCTL_PHASE", handover.phase().word());
        environment.put("VGPUCTL_CLAIM", handover.claim());
        environment.put("VGPUCTL_VM", handover.vm());
        environment.put("VGPUCTL_FROM", handover.from());
        environment.put("VGPUCTL_TO", handover.to());
        try {
            var process = builder.start();
            var talk = new Talk(process);
            talk.start();
            feed(process, JsonWriter.compact(handover.toJson()) + "\n");
            return outcome(process, talk, handover.vm());
        } catch (IOException e) {
            return new Answer.Refused("the hook cannot be run: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.TimedOut("this program is being ended");
        }
    }

    private static void feed(Process process, String text) {
        try (var input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It did not want to read it.
        }
    }

    private Answer outcome(Process process, Talk talk, String vm) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Answer.TimedOut(
                    "the hook did not end within %d s, and was ended: see where %s is"
                            .formatted(limit.toSeconds(), vm));
        }
        talk.join(Duration.ofSeconds(1));
        var status = process.exitValue();
        if (status == 0) {
            return new Answer.Done();
        }
        var last = talk.last;
        return new Answer.Refused(
                "the hook ended with status " + status + (last.isEmpty() ? "" : ": " + last));
    }

    /** What it says, line by line as it comes. */
    private final class Talk extends Thread {

        private static final int LONGEST_LINE = 400;

        private final Process process;
        private volatile String last = "";

        Talk(Process process) {
            this.process = process;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    say(line);
                }
            } catch (IOException _) {
                // Its end of the pipe is gone.
            }
        }

        private void say(String line) {
            var shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
            if (!shown.isBlank()) {
                last = shown.strip();
            }
            err.println("  | " + shown);
            err.flush();
        }
    }
}

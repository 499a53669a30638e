package vgpuctl.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as a person would type them, in one folder, with the wrappers first in the path.
 */
final class Shell {

    private static final int TIMED_OUT = 124;

    private final WorkFolder work;
    private final Duration limit;

    Shell(WorkFolder work, Duration limit) {
        this.work = work;
        this.limit = limit;
    }

    /** What a command left behind. */
    record Ran(List<String> output, int exit) {}

    Ran run(String command) {
        try {
            var process = start(command);
            var ended = await(process);
            return new Ran(output(ended), ended ? process.exitValue() : TIMED_OUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The output goes to a file: a command's background children must not keep us waiting on a
     * pipe.
     */
    private Process start(String command) throws IOException {
        var builder =
                new ProcessBuilder("sh", "-c", command)
                        .directory(work.current().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(work.output().toFile());
        var environment = builder.environment();
        environment.merge("PATH", work.bin().toString(), (old, bin) -> bin + ":" + old);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("NO_COLOR", "1");
        environment.put("HOME", work.home().toString());
        environment.put("XDG_STATE_HOME", work.home().resolve("state").toString());
        return builder.start();
    }

    /** Whether it came to its end by itself. */
    private boolean await(Process process) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return false;
    }

    private List<String> output(boolean ended) throws IOException {
        var text = new String(Files.readAllBytes(work.output()), StandardCharsets.UTF_8);
        var lines = new ArrayList<>(text.lines().map(String::stripTrailing).toList());
        if (!ended) {
            lines.add("(ended after %d s)".formatted(limit.toSeconds()));
        }
        return withoutTrailingBlanks(lines);
    }

    private static List<String> withoutTrailingBlanks(List<String> lines) {
        var end = lines.size();
        while (end > 0 && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return List.copyOf(lines.subList(0, end));
    }
}

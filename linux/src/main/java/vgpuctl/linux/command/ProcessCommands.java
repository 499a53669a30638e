package vgpuctl.linux.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tools as processes of this host. */
public final class ProcessCommands implements Commands {

    private static final int MOST_BYTES = 16 << 20;

    @Override
    public Result run(List<String> arguments, Duration limit) {
        var builder =
                new ProcessBuilder(arguments).redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().put("LC_ALL", "C");
        try {
            return outcome(builder.start(), limit);
        } catch (IOException _) {
            return new Result.Missing();
        }
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

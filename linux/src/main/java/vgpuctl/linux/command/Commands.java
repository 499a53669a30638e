package vgpuctl.linux.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs the host's tools: without a shell, in the C locale, within a time and an amount of output.
 */
public interface Commands {

    /** What came of a tool. */
    sealed interface Result {

        record Ended(int status, String output, String errors) implements Result {}

        /** It is not installed. */
        record Missing() implements Result {}

        /** It did not end in time and was left to itself. */
        record Unfinished() implements Result {}
    }

    Result run(List<String> arguments, Duration limit);

    /**
     * Where the words of a tool go that runs for minutes.
     *
     * @param file is added to, line by line
     * @param lock is held as long as the tool runs, also when we are no more
     */
    record Log(Path file, Path lock) {}

    /**
     * Runs a tool that takes minutes and must not be cut off with us. One that an earlier process
     * began is waited for.
     */
    default Result runLogged(List<String> arguments, Log log, Duration limit) {
        return run(arguments, limit);
    }
}

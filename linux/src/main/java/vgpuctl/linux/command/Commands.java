package vgpuctl.linux.command;

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
}

package vgpuctl.linux.command;

import java.time.Duration;
import java.util.List;

/** The tools of a host of which only the files are there: those of this machine are of another. */
public final class NoCommands implements Commands {

    @Override
    public Result run(List<String> arguments, Duration limit) {
        return new Result.Missing();
    }
}

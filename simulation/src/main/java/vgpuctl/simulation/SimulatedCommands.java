package vgpuctl.simulation;

import java.time.Duration;
import java.util.List;
import vgpuctl.linux.command.Commands;

/** The tools of a simulated machine: {@code dmesg}. */
record SimulatedCommands(Tree tree) implements Commands {

    @Override
    public Result run(List<String> arguments, Duration limit) {
        if (!arguments.getFirst().equals("dmesg")) {
            return new Result.Missing();
        }
        var log = tree.exists(SimulatedKernel.LOG) ? tree.text(SimulatedKernel.LOG) : "";
        return new Result.Ended(0, log, "");
    }
}

package vgpuctl.cli;

import vgpuctl.linux.command.Commands;

/** Ways out to a host whose nvidia-smi is not there. */
final class WithoutNvidiaSmi implements WaysOut {

    @Override
    public Commands commands(Commands commands) {
        return (arguments, limit) ->
                arguments.getFirst().equals("nvidia-smi")
                        ? new Commands.Result.Missing()
                        : commands.run(arguments, limit);
    }
}

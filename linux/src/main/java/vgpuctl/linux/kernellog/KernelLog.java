package vgpuctl.linux.kernellog;

import java.time.Duration;
import java.util.List;
import vgpuctl.linux.command.Commands;

/** What the kernel says, through {@code dmesg}. */
public final class KernelLog {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Commands commands;

    public KernelLog(Commands commands) {
        this.commands = commands;
    }

    /**
     * The lines that name something, oldest first, without their time stamps; none where the log
     * cannot be read.
     */
    public List<String> linesNaming(String text) {
        return switch (commands.run(List.of("dmesg", "--notime"), PATIENCE)) {
            case Commands.Result.Ended(var status, var output, _) when status == 0 ->
                    output.lines().filter(line -> line.contains(text)).toList();
            case Commands.Result.Ended _, Commands.Result.Missing _, Commands.Result.Unfinished _ ->
                    List.of();
        };
    }
}

package vgpuctl.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.ProcessCommands;

/**
 * Runs tools as real processes, those of {@code src/test/installer} before this machine's, which
 * take the directory {@code $ROOT} for the host. As a program: vgpuctl with such tools.
 */
record InstallTools(Path root) implements WaysOut {

    private static final String TOOLS =
            Path.of("src/test/installer/tools").toAbsolutePath().toString();

    public static void main(String[] arguments) {
        var words = List.of(arguments).subList(1, arguments.length);
        var tools = new InstallTools(Path.of(arguments[0]));
        System.exit(new Main(words, System.getenv(), System.out, System.err, tools).run());
    }

    /** {@code name} of {@code src/test/installer}. */
    static Path file(String name) {
        return Path.of("src/test/installer", name).toAbsolutePath();
    }

    @Override
    public Commands commands(Commands commands) {
        var real = new ProcessCommands();
        return new Commands() {
            @Override
            public Result run(List<String> arguments, Duration limit) {
                return real.run(onRoot(arguments), limit);
            }

            @Override
            public Result runLogged(List<String> arguments, Log log, Duration limit) {
                return real.runLogged(onRoot(arguments), log, limit);
            }
        };
    }

    private List<String> onRoot(List<String> arguments) {
        var command = new ArrayList<>(List.of("env", "ROOT=" + root));
        command.add("PATH=" + TOOLS + ":" + root + "/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.addAll(arguments);
        return command;
    }
}

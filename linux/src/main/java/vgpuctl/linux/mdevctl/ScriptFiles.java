package vgpuctl.linux.mdevctl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import vgpuctl.core.host.Scripts;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.command.ProcessCommands;
import vgpuctl.linux.files.HostFiles;

/** Scripts where mdevctl looks for them. They run as they are, also those of a simulated host. */
public final class ScriptFiles implements Scripts {

    /** Packages' own, then the administrator's; mdevctl before 1.3 knows the latter only. */
    private static final List<String> FOLDERS =
            List.of("/usr/lib/mdevctl/scripts.d/", "/etc/mdevctl.d/scripts.d/");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a shell would say of a program that a signal ended. */
    private static final int SIGNALS = 128;

    private final HostFiles files;
    private final ProcessCommands commands = new ProcessCommands();

    public ScriptFiles(HostFiles files) {
        this.files = files;
    }

    @Override
    public List<String> callouts() {
        return in("callouts");
    }

    @Override
    public List<String> notifiers() {
        return in("notifiers");
    }

    private List<String> in(String kind) {
        var scripts = new ArrayList<String>();
        for (var folder : FOLDERS) {
            for (var name : files.names(folder + kind).orElse(List.of())) {
                scripts.add(folder + kind + "/" + name);
            }
        }
        return scripts;
    }

    @Override
    public Said run(String script, List<String> arguments, String input) {
        var command = new ArrayList<String>();
        command.add(files.at(script).toString());
        command.addAll(arguments);
        return switch (commands.run(command, input, PATIENCE)) {
            case Result.Ended(var status, var output, var errors) ->
                    new Said(
                            status > SIGNALS ? OptionalInt.empty() : OptionalInt.of(status),
                            output,
                            errors);
            case Result.Missing() -> new Said(OptionalInt.empty(), "", "");
            case Result.Unfinished() ->
                    new Said(
                            OptionalInt.empty(),
                            "",
                            "did not end within " + PATIENCE.toSeconds() + " s");
        };
    }
}

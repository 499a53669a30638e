package vgpuctl.linux.others;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.others.OthersTexts;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;

/** What others keep on a Linux host: mdevctl in files, libvirt in files and behind virsh. */
public final class OthersOnHost implements OthersTexts {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DEFINITIONS = "/etc/mdevctl.d";

    /** mdevctl's own folder beside those of the parents. */
    private static final String SCRIPTS = "scripts.d";

    private static final List<String> DOMAINS = List.of("/etc/libvirt/qemu", "/run/libvirt/qemu");
    private static final List<String> VIRSH = List.of("virsh", "--readonly", "--quiet");

    private final HostFiles files;
    private final Commands commands;

    public OthersOnHost(HostFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    @Override
    public List<DefinitionFile> definitions(List<String> notes) {
        var found = new ArrayList<DefinitionFile>();
        for (var parent : names(DEFINITIONS, notes)) {
            if (!parent.startsWith(".") && !parent.equals(SCRIPTS)) {
                var directory = DEFINITIONS + "/" + parent;
                for (var uuid : names(directory, notes)) {
                    text(directory + "/" + uuid, notes)
                            .ifPresent(text -> found.add(new DefinitionFile(parent, uuid, text)));
                }
            }
        }
        return found;
    }

    @Override
    public List<String> nodeDevices(List<String> notes) {
        var found = new ArrayList<String>();
        for (var name : nodeDeviceNames(notes)) {
            said(notes, "nodedev-dumpxml", name).ifPresent(found::add);
        }
        return found;
    }

    /** Those that are only defined as well, where libvirt is new enough to have such. */
    private List<String> nodeDeviceNames(List<String> notes) {
        var names =
                said(new ArrayList<>(), "nodedev-list", "--cap", "mdev", "--all")
                        .or(() -> said(notes, "nodedev-list", "--cap", "mdev"));
        return names.orElse("").lines().map(String::strip).filter(n -> !n.isEmpty()).toList();
    }

    private Optional<String> said(List<String> notes, String... words) {
        var arguments = new ArrayList<>(VIRSH);
        arguments.addAll(List.of(words));
        return switch (commands.run(arguments, PATIENCE)) {
            case Result.Ended(var status, var output, _) when status == 0 -> Optional.of(output);
            case Result.Ended(_, var output, var errors) ->
                    nothing(notes, words, firstLine(errors + output));
            case Result.Missing() -> nothing(notes, words, "virsh is not installed");
            case Result.Unfinished() ->
                    nothing(notes, words, "no answer within " + PATIENCE.toSeconds() + " s");
        };
    }

    private static Optional<String> nothing(List<String> notes, String[] words, String why) {
        notes.add("virsh " + String.join(" ", words) + ": " + why);
        return Optional.empty();
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("it failed");
    }

    @Override
    public List<String> domains(List<String> notes) {
        var found = new ArrayList<String>();
        for (var directory : DOMAINS) {
            for (var name : names(directory, notes)) {
                if (name.endsWith(".xml")) {
                    text(directory + "/" + name, notes).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private List<String> names(String directory, List<String> notes) {
        return files.names(directory)
                .orElseGet(why -> {
                    notes.add(why);
                    return List.of();
                });
    }

    private Optional<String> text(String path, List<String> notes) {
        return files.textIfThere(path)
                .orElseGet(why -> {
                    notes.add(why);
                    return Optional.empty();
                });
    }
}

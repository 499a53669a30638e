package vgpuctl.linux.doctor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import vgpuctl.core.host.Host;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.HostFiles;

/** All that a host says of itself, one text after the other: logs first, what is now last. */
final class HostTexts {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of each journal, and of each log of a VM: what is older says little of today. */
    private static final String MOST_LINES = "--lines=20000";

    private static final int LOG_END = 1 << 20;

    private static final List<String> UNITS =
            List.of("nvidia-vgpud.service", "nvidia-vgpu-mgr.service");

    private final HostFiles files;
    private final Commands commands;
    private final Host host;
    private final BiConsumer<String, Reading<String>> taker;

    /**
     * The texts of a host.
     *
     * @param taker is given each with its name
     */
    HostTexts(
            HostFiles files,
            Commands commands,
            Host host,
            BiConsumer<String, Reading<String>> taker) {
        this.files = files;
        this.commands = commands;
        this.host = host;
        this.taker = taker;
    }

    void gather(Optional<String> since) {
        kernel(since);
        UNITS.forEach(unit -> journal(unit, since));
        journalOfLibvirt(since);
        file("/proc/cmdline");
        file("/proc/modules");
        directory("/etc/modprobe.d", ".conf");
        fileIfThere("/etc/vgpu_unlock/profile_override.toml");
        directory("/etc/libvirt/qemu", ".xml");
        logsOfVms();
        said("systemctl", "cat", "nvidia-vgpud.service", "nvidia-vgpu-mgr.service");
        said("lspci", "-nnk", "-d", "10de:");
        said("nvidia-smi");
        said("nvidia-smi", "-q");
        said("nvidia-smi", "vgpu", "-q");
        var now = host.look();
        var facts = HostFacts.of(files, now, host.remains(now), services());
        taker.accept(HostFacts.NAME, Reading.of(facts));
    }

    private void kernel(Optional<String> since) {
        since.ifPresentOrElse(
                time -> said("journalctl", "--dmesg", "--no-pager", MOST_LINES, "--since=" + time),
                () -> said("dmesg"));
    }

    private void journal(String unit, Optional<String> since) {
        said("journalctl", "--unit=" + unit, "--no-pager", MOST_LINES, from(since));
    }

    private static String from(Optional<String> since) {
        return since.map(time -> "--since=" + time).orElse("--boot");
    }

    /** With times that can be compared to those of its files. One daemon, or one for QEMU alone. */
    private void journalOfLibvirt(Optional<String> since) {
        said(
                "journalctl",
                "--unit=libvirtd.service",
                "--unit=virtqemud.service",
                "--no-pager",
                "--utc",
                "--output=short-iso-precise",
                MOST_LINES,
                from(since));
    }

    private SequencedMap<String, String> services() {
        var states = new LinkedHashMap<String, String>();
        for (var unit : UNITS) {
            output(List.of("systemctl", "is-failed", unit), false)
                    .ifKnownOrElse(state -> states.put(unit, state.strip()), _ -> {});
        }
        return states;
    }

    private void file(String path) {
        taker.accept(path, files.text(path));
    }

    private void fileIfThere(String path) {
        if (files.exists(path)) {
            file(path);
        }
    }

    private void directory(String path, String ending) {
        files.names(path)
                .ifKnownOrElse(
                        names ->
                                names.stream()
                                        .filter(name -> name.endsWith(ending))
                                        .forEach(name -> file(path + "/" + name)),
                        why -> taker.accept(path, Reading.unknown(why)));
    }

    private void logsOfVms() {
        var path = "/var/log/libvirt/qemu";
        for (var name : files.names(path).orElse(List.of())) {
            if (name.endsWith(".log")) {
                taker.accept(path + "/" + name, lastStart(path + "/" + name));
            }
        }
    }

    /** What QEMU said since the VM was last started. */
    private Reading<String> lastStart(String path) {
        try (var file = new RandomAccessFile(files.at(path).toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LOG_END));
            var bytes = new byte[(int) Math.min(LOG_END, file.length())];
            file.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            var start = text.lastIndexOf(": starting up ");
            return Reading.of(start < 0 ? text : text.substring(text.lastIndexOf('\n', start) + 1));
        } catch (IOException e) {
            return Reading.unknown(path + ": " + e.getMessage());
        }
    }

    private void said(String... words) {
        var arguments = List.of(words);
        taker.accept(String.join(" ", arguments), output(arguments, true));
    }

    /** What a tool says on both its outputs: nvidia-smi writes its errors on the first. */
    private Reading<String> output(List<String> arguments, boolean withErrors) {
        return switch (commands.run(arguments, PATIENCE)) {
            case Commands.Result.Ended(_, var output, var errors) ->
                    failed(output, errors)
                            ? Reading.unknown(firstLine(errors))
                            : Reading.of(withErrors ? output + errors : output);
            case Commands.Result.Missing() ->
                    Reading.unknown(arguments.getFirst() + " is not installed");
            case Commands.Result.Unfinished() ->
                    Reading.unknown("no answer within " + PATIENCE.toSeconds() + " s");
        };
    }

    /** A tool that only complains has shown nothing, unless what it says is about the driver. */
    private static boolean failed(String output, String errors) {
        return output.isBlank() && !errors.isBlank();
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}

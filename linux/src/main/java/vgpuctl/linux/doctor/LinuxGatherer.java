package vgpuctl.linux.doctor;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vgpuctl.core.doctor.BundleContents;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.doctor.Gatherer;
import vgpuctl.core.host.Host;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.HostFiles;

/** The texts of a Linux host, of files that somebody names, and of bundles. */
public final class LinuxGatherer implements Gatherer {

    private final HostFiles files;
    private final Commands commands;
    private final Host host;

    public LinuxGatherer(HostFiles files, Commands commands, Host host) {
        this.files = files;
        this.commands = commands;
        this.host = host;
    }

    @Override
    public void thisHost(Optional<String> since, Examination into) {
        var reader = new TextReader(into);
        new HostTexts(
                        files,
                        commands,
                        host,
                        (name, text) ->
                                text.ifKnownOrElse(
                                        known -> read(reader, name, known),
                                        why -> into.unread(name, why)))
                .gather(since);
    }

    private static void read(TextReader reader, String name, String text) {
        reader.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void logs(List<String> names, Examination into) {
        new LogFiles(System.in).read(names, into);
    }

    @Override
    public void bundle(String file, Examination into) {
        new BundleFile(file).read(into);
    }

    @Override
    public BundleContents writeBundle(String file, boolean redacted) {
        var texts = new LinkedHashMap<String, Reading<String>>();
        new HostTexts(files, commands, host, texts::put).gather(Optional.empty());
        return new BundleFile(file)
                .write(texts, redacted ? Redaction.ofIdentity(hostNames()) : Redaction.ofSecrets());
    }

    private List<String> hostNames() {
        return Stream.of("/etc/hostname", "/proc/sys/kernel/hostname", "/etc/machine-id")
                .map(path -> files.attribute(path).orElse(""))
                .filter(name -> !name.isBlank())
                .flatMap(name -> Stream.of(name, name.split("\\.", 2)[0]))
                .distinct()
                .toList();
    }
}

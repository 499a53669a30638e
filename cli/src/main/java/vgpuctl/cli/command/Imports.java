package vgpuctl.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.others.Imported;
import vgpuctl.core.others.Importer;
import vgpuctl.core.others.OthersTexts;
import vgpuctl.layout.others.Knowledge;
import vgpuctl.layout.others.MdevImport;
import vgpuctl.layout.others.MigPartedImport;
import vgpuctl.layout.others.VgpuDeviceManagerImport;

/** The ways in which others' state becomes a layout. */
final class Imports {

    private static final int MOST_BYTES = 4 << 20;

    private Imports() {}

    static Importer of(Parsed line) {
        return switch (line.name()) {
            case "import mdevctl" -> {
                var files = line.all("FILE");
                yield files.isEmpty() ? Imports::mdevctl : mdevctl(files);
            }
            case "import libvirt" -> {
                var files = line.all("FILE");
                yield files.isEmpty() ? Imports::libvirt : libvirt(files);
            }
            case "import nvidia-dev-ctl" -> devCtl(line.text("FILE"));
            case "import vgpu-device-manager" ->
                    configured(line, "a vgpu-configs file", VgpuDeviceManagerImport::read);
            case "import mig-parted" ->
                    configured(line, "a mig-configs file", MigPartedImport::read);
            default -> throw new IllegalStateException("nothing is imported by " + line.name());
        };
    }

    /** mdevctl's own files of the host, and the VMs that have those devices. */
    private static Imported mdevctl(HostSnapshot host, OthersTexts texts) {
        return ofThisHost(
                host,
                texts,
                (state, notes) ->
                        texts.definitions(notes)
                                .forEach(file ->
                                        state.mdevctlDefinition(
                                                file.parent(), file.uuid(), file.text())));
    }

    private static Imported libvirt(HostSnapshot host, OthersTexts texts) {
        return ofThisHost(
                host, texts, (state, notes) -> texts.nodeDevices(notes).forEach(state::nodeDevice));
    }

    private interface Reading {
        void into(MdevImport state, List<String> notes);
    }

    private static Imported ofThisHost(HostSnapshot host, OthersTexts texts, Reading reading) {
        var state = new MdevImport(Knowledge.of(host));
        var notes = new ArrayList<String>();
        reading.into(state, notes);
        texts.domains(notes).forEach(state::domain);
        state.seen(host);
        state.leaveOutOtherGpus();
        var imported = state.layout();
        notes.addAll(imported.notes());
        return new Imported(imported.layout(), notes);
    }

    private static Importer mdevctl(List<String> files) {
        return (host, _) -> {
            var state = new MdevImport(Knowledge.of(host));
            files.forEach(file -> mdevctl(state, file));
            return state.layout();
        };
    }

    /** A definition is called by its UUID and lies in a directory that is called by its parent. */
    private static void mdevctl(MdevImport state, String file) {
        var text =
                TextFile.read(
                        file,
                        MOST_BYTES,
                        "what 'mdevctl list --dumpjson' printed, or a file of /etc/mdevctl.d");
        var path = Path.of(file).toAbsolutePath().normalize();
        var name = String.valueOf(path.getFileName());
        var parent = Optional.ofNullable(path.getParent()).map(Path::getFileName);
        if (parent.isPresent() && VgpuRecordText.uuid(name).isPresent()) {
            state.mdevctlDefinition(parent.get().toString(), name, text);
        } else {
            state.mdevctlDump(text);
        }
    }

    private static Importer libvirt(List<String> files) {
        return (host, _) -> {
            var state = new MdevImport(Knowledge.of(host));
            for (var file : files) {
                state.libvirt(
                        TextFile.read(
                                file,
                                MOST_BYTES,
                                "what 'virsh nodedev-dumpxml' or 'virsh dumpxml' printed"));
            }
            return state.layout();
        };
    }

    /** Its file is of the host itself, so the host's VMs go with it. */
    private static Importer devCtl(String file) {
        return (host, texts) -> {
            var state = new MdevImport(Knowledge.of(host));
            var notes = new ArrayList<String>();
            state.devCtl(TextFile.read(file, MOST_BYTES, "what 'nvidia-dev-ctl save' wrote"));
            texts.domains(notes).forEach(state::domain);
            var imported = state.layout();
            notes.addAll(imported.notes());
            return new Imported(imported.layout(), notes);
        };
    }

    private interface Configured {
        Imported read(String text, Optional<String> config, Knowledge knowledge);
    }

    private static Importer configured(Parsed line, String meant, Configured reader) {
        var file = line.text("FILE");
        var config = line.optional("config");
        return (host, _) ->
                reader.read(TextFile.read(file, MOST_BYTES, meant), config, Knowledge.of(host));
    }
}

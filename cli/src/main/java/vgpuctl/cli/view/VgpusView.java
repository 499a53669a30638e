package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;

/** vGPUs, a line each. */
final class VgpusView {

    private VgpusView() {}

    static String render(HostSnapshot host, Screen screen) {
        var table =
                host.vgpus().isEmpty()
                        ? "No vGPU is on this host. Make one: vgpuctl create TYPE\n"
                        : table(host, host.vgpus(), screen);
        var notes = new StringBuilder();
        host.vgpus().forEach(vgpu -> unread(vgpu, notes));
        if (host.domains() instanceof Reading.Unknown<List<Domain>>(var why)) {
            notes.append(Words.note("VMs not seen: " + why));
        }
        return table + (notes.isEmpty() ? "" : "\n") + notes + Words.skipped(host.skipped());
    }

    static String table(HostSnapshot host, List<Vgpu> vgpus, Screen screen) {
        var table =
                new Table(
                        Column.left("NAME"),
                        Column.left("TYPE"),
                        Column.left("GPU"),
                        Column.left("STATE"),
                        Column.left("DEFINED"),
                        Column.left("VM").wrapping(2),
                        Column.left("UUID").shortening(1));
        for (var vgpu : vgpus) {
            table.row(
                    vgpu.record().map(VgpuRecord::name).orElse(Words.NONE),
                    vgpu.typeToken(),
                    vgpu.parent().text(),
                    state(vgpu),
                    defined(vgpu),
                    vms(host, vgpu),
                    vgpu.uuid().toString());
        }
        return table.render(screen);
    }

    static String state(Vgpu vgpu) {
        if (vgpu.active()) {
            return "active";
        }
        return vgpu.isDefined() ? "inactive" : "gone";
    }

    static String defined(Vgpu vgpu) {
        return vgpu.definition()
                .map(definition -> definition.map(VgpusView::defined).orElse("no"))
                .orElse("unreadable");
    }

    private static String defined(Definition definition) {
        return definition.autostart() ? "autostart" : "yes";
    }

    /** The VMs that have it, else the VM that it is meant for. */
    static String vms(HostSnapshot host, Vgpu vgpu) {
        var domains = host.domainsWith(vgpu);
        if (domains.isEmpty()) {
            return host.domains() instanceof Reading.Unknown<List<Domain>> ? "?" : Words.NONE;
        }
        var names = new ArrayList<String>();
        for (var domain : domains) {
            names.add(domain.name() + (domain.running() ? " (running)" : " (shut off)"));
        }
        return String.join(", ", names);
    }

    private static void unread(Vgpu vgpu, StringBuilder notes) {
        Words.why(vgpu.definition())
                .or(() -> vgpu.active() ? Words.why(vgpu.type()) : Optional.empty())
                .ifPresent(why -> notes.append(Words.note("not readable: " + why)));
    }
}

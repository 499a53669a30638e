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
        var isOwned = isOwned(vgpus);
        var columns = new ArrayList<Column>();
        columns.add(Column.left("NAME"));
        columns.add(Column.left("TYPE"));
        columns.add(Column.left("GPU"));
        columns.add(Column.left("STATE"));
        columns.add(Column.left("DEFINED"));
        columns.add(Column.left("VM").wrapping(2));
        if (isOwned) {
            columns.add(Column.left("OWNER").wrapping(3));
        }
        columns.add(Column.left("UUID").shortening(1));
        var table = new Table(columns.toArray(new Column[0]));
        for (var vgpu : vgpus) {
            var cells = new ArrayList<String>();
            cells.add(vgpu.record().map(VgpuRecord::name).orElse(Words.NONE));
            cells.add(vgpu.typeToken());
            cells.add(vgpu.parent().text());
            cells.add(state(vgpu));
            cells.add(defined(vgpu));
            cells.add(vms(host, vgpu));
            if (isOwned) {
                cells.add(owner(vgpu));
            }
            cells.add(vgpu.uuid().toString());
            table.row(cells.toArray(new String[0]));
        }
        return table.render(screen);
    }

    /** Where all are ours and nobody's, the column would say nothing. */
    private static boolean isOwned(List<Vgpu> vgpus) {
        for (var vgpu : vgpus) {
            if (!owner(vgpu).equals(Words.NONE)) {
                return true;
            }
        }
        return false;
    }

    static String owner(Vgpu vgpu) {
        return vgpu.isForeign() ? "(foreign)" : vgpu.owner().orElse(Words.NONE);
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

package vgpuctl.cli.view;

import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;

/** One vGPU in full. */
final class VgpuView {

    private static final int LABELS = 14;

    private final StringBuilder text = new StringBuilder();

    private VgpuView() {}

    static String render(HostSnapshot host, Vgpu vgpu) {
        var view = new VgpuView();
        view.line("Name", vgpu.record().map(VgpuRecord::name).orElse(Words.NONE));
        view.line("UUID", vgpu.uuid().toString());
        view.line("Type", type(vgpu));
        vgpu.resolved().ifPresent(view::facts);
        view.line("GPU", gpu(host, vgpu));
        view.location(vgpu);
        view.line("State", VgpusView.state(vgpu));
        view.line("Defined", VgpusView.defined(vgpu));
        view.line("VM", VgpusView.vms(host, vgpu));
        vgpu.record()
                .map(VgpuRecord::claim)
                .flatMap(Claim::vm)
                .ifPresent(vm -> view.line("Meant for", vm));
        vgpu.owner().ifPresent(owner -> view.line("Owner", owner));
        if (vgpu.isForeign()) {
            view.line("Made by", "somebody else; to take it over: vgpuctl adopt " + vgpu.uuid());
        }
        Words.why(vgpu.definition()).ifPresent(why -> view.line("Unreadable", why));
        return view.text.toString();
    }

    private void line(String label, String value) {
        text.append(label).append(" ".repeat(LABELS - label.length())).append(value).append("\n");
    }

    private void location(Vgpu vgpu) {
        var location = vgpu.location();
        location.placementId()
                .ifPresent(id -> line("Placement id", id + " (offset in GB of frame buffer)"));
        location.gpuInstance().ifPresent(id -> line("GPU instance", Integer.toString(id)));
        if (!vgpu.parameters().isEmpty()) {
            line("Parameters", vgpu.parameters().text());
        }
    }

    private static String type(Vgpu vgpu) {
        var id = vgpu.type().map(TypeId::text).orElse(Words.NONE);
        return vgpu.typeToken().equals(id) ? id : vgpu.typeToken() + " (" + id + ")";
    }

    private void facts(VgpuType type) {
        type.framebufferMib().ifPresent(mib -> line("Frame buffer", Size.ofMib(mib)));
        var description = type.description();
        description
                .maxResolution()
                .ifPresent(resolution ->
                        line("Screens", description.heads().orElse(0) + " up to " + resolution));
        description.framesPerSecond().ifPresent(fps -> line("Frame rate", "at most " + fps + "/s"));
    }

    private static String gpu(HostSnapshot host, Vgpu vgpu) {
        var name = vgpu.parent().text();
        var gpu = host.gpuOf(vgpu.parent());
        if (gpu.isEmpty()) {
            return name + " (not on this host now)";
        }
        var model = gpu.get().model().orElse(name);
        var card = gpu.get().name().equals(vgpu.parent()) ? "" : "of " + gpu.get().name() + "  ";
        return model.equals(name) ? name : name + "  " + card + model;
    }
}

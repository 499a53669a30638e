package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;

/** The frame buffer of each GPU as a bar with its vGPUs, each where it lies. */
final class MapView {

    private static final int MIB_PER_GIB = 1024;
    private static final String INDENT = "  ";

    private MapView() {}

    static String render(HostSnapshot host, Screen screen) {
        var text = new StringBuilder();
        for (var gpu : host.gpus()) {
            text.append(text.isEmpty() ? "" : "\n").append(gpu(host, gpu, screen));
        }
        return text.isEmpty() ? GpusView.render(host, screen) : text.toString();
    }

    private static String gpu(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        var heading = screen.paint(Tone.BOLD, gpu.name().text() + "  " + gpu.model().orElse(""));
        var total = gpu.framebufferMib();
        if (total.isEmpty()) {
            return heading + "\n" + INDENT + "its frame buffer is not known\n";
        }
        var bar = new FrameBufferBar(Math.ceilDiv(total.getAsInt(), MIB_PER_GIB));
        var table =
                new Table(
                        Column.left(""),
                        Column.left("VGPU"),
                        Column.left("TYPE"),
                        Column.left("AT"),
                        Column.left("VM"));
        var place = 0;
        var next = 0;
        var vgpus = inOrder(host.activeOn(gpu));
        for (var vgpu : vgpus) {
            var letter = FrameBufferBar.letter(place++);
            var size = Math.ceilDiv(vgpu.framebufferMib().orElse(0), MIB_PER_GIB);
            var placement = GpuMaps.placement(vgpu);
            var start = placement.isPresent() ? placement.get().id() : next;
            bar.take(start, size, letter);
            next = start + size;
            table.row(
                    String.valueOf(letter),
                    vgpu.label(),
                    vgpu.typeToken(),
                    placement.isPresent() ? start + " GB" : Words.NONE,
                    VgpusView.vms(host, vgpu));
        }
        return heading
                + ", "
                + PartitionView.mode(gpu)
                + ", "
                + GpusView.framebuffer(host, gpu)
                + "\n"
                + INDENT
                + bar.scale()
                + "\n"
                + INDENT
                + bar.text()
                + "\n"
                + (vgpus.isEmpty() ? "" : table.render(screen).indent(2));
    }

    /** By their places where they have some; a place cannot be told of a type without one. */
    static List<Vgpu> inOrder(List<Vgpu> vgpus) {
        var sorted = new ArrayList<>(vgpus);
        sorted.sort((left, right) -> start(left) - start(right));
        return sorted;
    }

    private static int start(Vgpu vgpu) {
        return vgpu.location().placementId().orElse(Integer.MAX_VALUE);
    }
}

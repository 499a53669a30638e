package vgpuctl.cli.view;

import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Select;
import vgpuctl.core.text.Size;

/** The physical GPUs of a host, a line each. */
final class GpusView {

    private GpusView() {}

    static String render(HostSnapshot host, Screen screen) {
        if (host.gpus().isEmpty()) {
            return """
            No NVIDIA GPU is on this host, and no other parent of mediated devices.
            Try a simulated one: vgpuctl --host sim:tesla-p10 gpus
            """;
        }
        var table =
                new Table(
                        Column.left("GPU"),
                        Column.left("MODEL").shortening(1),
                        Column.left("DRIVER"),
                        Column.left("INTERFACE"),
                        Column.right("NUMA"),
                        Column.left("IOMMU"),
                        Column.left("FRAME BUFFER").wrapping(2),
                        Column.right("VGPUS"));
        host.gpus().forEach(gpu -> table.row(cells(host, gpu)));
        return table.render(screen) + notes(host);
    }

    private static String[] cells(HostSnapshot host, PhysicalGpu gpu) {
        return new String[] {
            gpu.name().text(),
            Words.of(gpu.model()),
            Words.of(gpu.driver().map(driver -> driver.orElse("none"))),
            hostInterface(gpu),
            Words.of(gpu.numaNode().map(GpusView::number)),
            Words.of(gpu.iommuGroup().map(GpusView::group)),
            memory(host, gpu),
            Integer.toString(host.activeOn(gpu).size())
        };
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : Words.NONE;
    }

    private static String group(Optional<IommuGroup> group) {
        return group.map(g ->
                        g.others().isEmpty()
                                ? Integer.toString(g.number())
                                : g.number() + " with " + String.join(", ", g.others()))
                .orElse(Words.NONE);
    }

    private static String hostInterface(PhysicalGpu gpu) {
        return gpu.hostInterface().word().orElse("none");
    }

    /** All of it where no vGPUs share it. */
    private static String memory(HostSnapshot host, PhysicalGpu gpu) {
        var all = gpu.memoryMib().orElse(OptionalInt.empty());
        return all.isPresent() ? Size.ofMib(all.getAsInt()) : framebuffer(host, gpu);
    }

    /** {@code 12 of 24 GB free}. */
    static String framebuffer(HostSnapshot host, PhysicalGpu gpu) {
        var total = gpu.framebufferMib();
        if (total.isEmpty()) {
            return Words.NONE;
        }
        var free = total.getAsInt() - host.framebufferUsedMib(gpu);
        return Size.ofMib(Math.max(0, free)) + " of " + Size.ofMib(total.getAsInt()) + " free";
    }

    /** Why GPUs have no host interface, and what could not be read. */
    private static String notes(HostSnapshot host) {
        var notes = new StringBuilder();
        for (var gpu : host.gpus()) {
            gpu.hostInterface()
                    .obstacle()
                    .map(cause -> Words.note(Select.notReady(gpu.name(), cause)))
                    .ifPresent(notes::append);
            unread(gpu.model(), notes);
            unread(gpu.numaNode(), notes);
            unread(gpu.iommuGroup(), notes);
            unread(gpu.memoryMib(), notes);
        }
        return (notes.isEmpty() ? "" : "\n") + notes + Words.skipped(host.skipped());
    }

    private static void unread(Reading<?> reading, StringBuilder notes) {
        Words.why(reading).ifPresent(why -> notes.append(Words.note("not seen: " + why)));
    }
}

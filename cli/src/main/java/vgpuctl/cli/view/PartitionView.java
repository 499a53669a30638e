package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.operations.Answer;

/** How GPUs are shared out: their virtual functions, or their GPU instances. */
final class PartitionView {

    private PartitionView() {}

    static String render(Answer.Partitions answer, Screen screen) {
        return switch (answer.aspect()) {
            case FUNCTIONS -> functions(answer, screen);
            case MIG -> mig(answer, screen);
        };
    }

    /** In the words of {@code vgpuctl mode}. */
    static String mode(PhysicalGpu gpu) {
        if (gpu.partition().mig().isOn()) {
            return "MIG";
        }
        return gpu.partition()
                .mixedSizes()
                .map(mixed -> mixed ? "mixed sizes" : "equal sizes")
                .orElse("mode unknown");
    }

    private static String functions(Answer.Partitions answer, Screen screen) {
        if (answer.gpus().isEmpty()) {
            return "No GPU of this host has virtual functions.\n";
        }
        var table =
                new Table(
                        Column.left("GPU"),
                        Column.left("MODEL").shortening(1),
                        Column.right("POSSIBLE"),
                        Column.right("ENABLED"),
                        Column.left("FUNCTIONS"),
                        Column.right("CARRYING A VGPU"));
        for (var gpu : answer.gpus()) {
            var functions = gpu.partition().functions();
            table.row(
                    gpu.name().text(),
                    Words.of(gpu.model()),
                    Integer.toString(functions.possible()),
                    Integer.toString(functions.enabled()),
                    functions.enabled() == 0 ? Words.NONE : range(gpu),
                    Integer.toString(answer.host().activeOn(gpu).size()));
        }
        return table.render(screen);
    }

    private static String range(PhysicalGpu gpu) {
        var names = gpu.partition().functions().names();
        return names.isEmpty() ? Words.NONE : names.getFirst() + " to " + names.getLast().text();
    }

    private static String mig(Answer.Partitions answer, Screen screen) {
        if (answer.gpus().isEmpty()) {
            return "No GPU of this host can be cut with MIG.\n";
        }
        var text = new StringBuilder();
        for (var gpu : answer.gpus()) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(mig(answer.host(), gpu, screen));
        }
        return text.toString();
    }

    private static String mig(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        var heading =
                screen.paint(Tone.BOLD, gpu.name().text() + "  " + gpu.model().orElse(""))
                        + ", MIG "
                        + gpu.partition().mig().word()
                        + "\n";
        var instances =
                gpu.partition().mig().all().isEmpty() ? "" : "\n" + instances(host, gpu, screen);
        return heading
                + instances
                + GpuMaps.geometry(gpu)
                        .map(geometry -> "\n" + profiles(geometry, screen))
                        .orElseGet(Words::note);
    }

    private static String instances(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        var table =
                new Table(
                        Column.left("INSTANCE"),
                        Column.right("ID"),
                        Column.left("POSITIONS"),
                        Column.left("VGPUS"));
        for (var instance : gpu.partition().mig().all()) {
            table.row(
                    instance.profile(),
                    Integer.toString(instance.id()),
                    instance.start() + " to " + (instance.start() + instance.size() - 1),
                    vgpus(host, gpu, instance));
        }
        return table.render(screen);
    }

    private static String vgpus(HostSnapshot host, PhysicalGpu gpu, Instance instance) {
        var names = new ArrayList<String>();
        for (Vgpu vgpu : host.activeOn(gpu)) {
            if (vgpu.location().gpuInstance().orElse(-1) == instance.id()) {
                names.add(vgpu.label());
            }
        }
        return names.isEmpty() ? Words.NONE : String.join(", ", names);
    }

    private static String profiles(MigGeometry geometry, Screen screen) {
        var table =
                new Table(
                        Column.left("PROFILE"),
                        Column.right("MEMORY"),
                        Column.right("MAX"),
                        Column.left("MAY BEGIN AT"),
                        Column.left("FREE AT"));
        for (MigProfile profile : geometry.card().profiles()) {
            table.row(
                    profile.name(),
                    profile.memoryGb() + " GB",
                    Integer.toString(profile.maxPerGpu()),
                    numbers(profile.starts()),
                    numbers(geometry.creatable(profile)));
        }
        return table.render(screen);
    }

    private static String numbers(List<Integer> numbers) {
        var texts = new ArrayList<String>();
        numbers.forEach(number -> texts.add(Integer.toString(number)));
        return texts.isEmpty() ? Words.NONE : String.join(" ", texts);
    }
}

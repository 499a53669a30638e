package vgpuctl.cli.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import vgpuctl.cli.screen.Cell;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.plan.Select;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.VgpuType;

/** The types of GPUs, and how many of each could be made now. */
final class TypesView {

    private TypesView() {}

    static String render(HostSnapshot host, List<PhysicalGpu> gpus, Screen screen) {
        if (gpus.isEmpty()) {
            return GpusView.render(host, screen);
        }
        var text = new StringBuilder();
        for (var gpu : gpus) {
            text.append(text.isEmpty() ? "" : "\n").append(render(host, gpu, screen));
        }
        return text + Words.skipped(host.skipped());
    }

    private static String render(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        return heading(host, gpu, screen)
                + gpu.hostInterface()
                        .obstacle()
                        .map(cause -> Words.note(Select.notReady(gpu.name(), cause)))
                        .orElseGet(() -> "\n" + table(host, gpu, screen));
    }

    private static String heading(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        var model = gpu.model().orElse("");
        var name = gpu.name().text();
        var framebuffer = GpusView.framebuffer(host, gpu);
        return screen.paint(Tone.BOLD, model.equals(name) ? name : name + "  " + model)
                + (framebuffer.equals(Words.NONE) ? "" : ", " + framebuffer)
                + "\n";
    }

    private static String table(HostSnapshot host, PhysicalGpu gpu, Screen screen) {
        var table =
                new Table(
                        Column.left("TYPE"),
                        Column.left("ID"),
                        Column.left("USE"),
                        Column.right("MEMORY"),
                        Column.right("HEADS"),
                        Column.left("RESOLUTION"),
                        Column.right("FPS"),
                        Column.right("MAX"),
                        Column.right("CREATABLE"));
        var reasons = new LinkedHashMap<String, Integer>();
        for (var offer : gpu.offers()) {
            var creatable = Capacity.of(host, gpu, offer);
            table.row(cells(offer.type(), creatable));
            creatable.whyNone().ifPresent(why -> reasons.merge(why, 1, Integer::sum));
            Words.why(creatable.count()).ifPresent(why -> reasons.merge(why, 1, Integer::sum));
        }
        var text = new StringBuilder(table.render(screen));
        text.append(reasons.isEmpty() ? "" : "\n");
        reasons.forEach((why, _) -> text.append(Words.note(why)));
        return text.toString();
    }

    private static Cell[] cells(VgpuType type, Capacity.Creatable creatable) {
        var description = type.description();
        return inTone(
                creatable.whyNone().isPresent() ? Tone.DIM : Tone.PLAIN,
                type.token(),
                type.id().text(),
                type.name().series().map(Series::use).orElse(Words.NONE),
                size(description.framebufferMib()),
                number(description.heads()),
                description.maxResolution().orElse(Words.NONE),
                number(description.framesPerSecond()),
                number(description.maxInstances()),
                Words.of(creatable.count().map(count -> Integer.toString(count))));
    }

    private static Cell[] inTone(Tone tone, String... texts) {
        var cells = new Cell[texts.length];
        for (var i = 0; i < cells.length; i++) {
            cells[i] = new Cell(texts[i], tone);
        }
        return cells;
    }

    private static String size(OptionalInt mib) {
        return mib.isPresent() ? Size.ofMib(mib.getAsInt()) : Words.NONE;
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : Words.NONE;
    }
}

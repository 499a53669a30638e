package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import vgpuctl.cli.screen.Cell;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.plan.Select;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.operations.Answer;

/** The types of GPUs, and how many of each could be made now. */
final class TypesView {

    private static final Column[] COLUMNS = {
        Column.left("TYPE"),
        Column.left("ID"),
        Column.left("USE"),
        Column.right("MEMORY"),
        Column.right("HEADS"),
        Column.left("RESOLUTION"),
        Column.right("FPS"),
        Column.right("MAX"),
        Column.right("CREATABLE")
    };

    private static final Column[] COLUMNS_OF_OTHERS = {
        Column.left("TYPE"),
        Column.left("ID"),
        Column.left("DESCRIPTION").wrapping(1),
        Column.right("CREATABLE")
    };

    private TypesView() {}

    static String render(Answer.Types answer, Screen screen) {
        var host = answer.host();
        var gpus = answer.gpus();
        if (gpus.isEmpty()) {
            return GpusView.render(host, screen);
        }
        var text = new StringBuilder();
        for (var gpu : gpus) {
            text.append(text.isEmpty() ? "" : "\n").append(render(answer, gpu, screen));
        }
        var skipped = new ArrayList<>(host.skipped());
        skipped.addAll(answer.known().skipped());
        return text + Words.skipped(skipped);
    }

    private static String render(Answer.Types answer, PhysicalGpu gpu, Screen screen) {
        var host = answer.host();
        return heading(host, gpu, screen)
                + gpu.hostInterface()
                        .obstacle()
                        .map(cause ->
                                Words.note(Select.notReady(gpu.name(), cause))
                                        + known(answer.known().of(gpu.name()), screen))
                        .orElseGet(() -> "\n" + table(host, gpu, screen));
    }

    /** The types of a GPU that offers none now. */
    private static String known(KnownTypes known, Screen screen) {
        if (known.types().isEmpty()) {
            return "";
        }
        var table = new Table(COLUMNS);
        for (var type : known.types()) {
            var id = type.id().map(TypeId::text).orElse(Words.NONE);
            table.row(cells(texts(type.name(), id, type.description()), Words.NONE, Tone.DIM));
        }
        return "\n" + table.render(screen);
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
        var ownWords = isDescribedInOwnWords(gpu);
        var table = new Table(ownWords ? COLUMNS_OF_OTHERS : COLUMNS);
        var reasons = new LinkedHashSet<String>();
        var capacity = Capacity.of(host, gpu);
        for (var offer : gpu.offers()) {
            var creatable = capacity.creatable(offer);
            var type = offer.type();
            var texts =
                    ownWords
                            ? textsOfOthers(type)
                            : texts(type.name(), id(type), type.description());
            table.row(cells(texts, creatable));
            creatable.whyNone().ifPresent(reasons::add);
            Words.why(creatable.count()).ifPresent(reasons::add);
        }
        var text = new StringBuilder(table.render(screen));
        text.append(reasons.isEmpty() ? "" : "\n");
        reasons.forEach(why -> text.append(Words.note(why)));
        return text.toString();
    }

    /** Drivers other than NVIDIA's describe their types in any words, or in none. */
    private static boolean isDescribedInOwnWords(PhysicalGpu gpu) {
        for (var offer : gpu.offers()) {
            var type = offer.type();
            if (type.framebufferMib().isPresent()
                    || type.description().maxInstances().isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> textsOfOthers(VgpuType type) {
        var description = type.description().text();
        return List.of(type.token(), id(type), description.isEmpty() ? Words.NONE : description);
    }

    private static List<String> texts(TypeName name, String id, TypeDescription description) {
        return List.of(
                name.token(),
                id,
                name.use().orElse(Words.NONE),
                size(description.framebufferMib()),
                number(description.heads()),
                description.maxResolution().orElse(Words.NONE),
                number(description.framesPerSecond()),
                number(description.maxInstances()));
    }

    /** The texts and how many are creatable, dim where none is. */
    private static Cell[] cells(List<String> texts, Capacity.Creatable creatable) {
        var tone = creatable.whyNone().isPresent() ? Tone.DIM : Tone.PLAIN;
        var count = Words.of(creatable.count().map(number -> Integer.toString(number)));
        return cells(texts, count, tone);
    }

    private static Cell[] cells(List<String> texts, String count, Tone tone) {
        var cells = new ArrayList<Cell>();
        for (var text : texts) {
            cells.add(new Cell(text, tone));
        }
        cells.add(new Cell(count, tone));
        return cells.toArray(Cell[]::new);
    }

    private static String id(VgpuType type) {
        return type.id().map(TypeId::text).orElse(Words.NONE);
    }

    private static String size(OptionalInt mib) {
        return mib.isPresent() ? Size.ofMib(mib.getAsInt()) : Words.NONE;
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : Words.NONE;
    }
}

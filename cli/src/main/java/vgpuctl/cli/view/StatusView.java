package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import vgpuctl.cli.screen.Cell;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveMatch;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.operations.Answer;

/** What a host is doing, all of it on one screen: a figure that is not there is {@code -}. */
public final class StatusView {

    private static final int MIB_PER_GIB = 1024;
    private static final long BYTES_PER_MIB = 1L << 20;

    private final HostSnapshot host;
    private final Reading<LiveHost> live;
    private final Screen screen;
    private final History history;

    /** Why figures are missing, each reason once. */
    private final SequencedSet<String> missing = new LinkedHashSet<>();

    private StatusView(Answer.Status answer, Screen screen, History history) {
        this.host = answer.host();
        this.live = answer.live();
        this.screen = screen;
        this.history = history;
    }

    /** The screen's text; the history's line where it has one. */
    public static String render(Answer.Status answer, Screen screen, History history) {
        return new StatusView(answer, screen, history).text();
    }

    private String text() {
        if (host.gpus().isEmpty()) {
            return GpusView.render(host, screen);
        }
        var text = new StringBuilder();
        for (var gpu : host.gpus()) {
            text.append(text.isEmpty() ? "" : "\n").append(gpu(gpu));
        }
        return text + notes();
    }

    private String notes() {
        var notes = new StringBuilder();
        live.ifKnownOrElse(
                all -> notes.append(notes(all)),
                why -> notes.append(Words.note("no live figures: " + why)));
        reasons().forEach(why -> notes.append(Words.note("- is not seen: " + why)));
        return (notes.isEmpty() ? "" : "\n") + notes + Words.skipped(host.skipped());
    }

    /** Those that begin alike in one: «nvidia-smi does not say: use, temperature». */
    private List<String> reasons() {
        var endings = new LinkedHashMap<String, List<String>>();
        for (var why : missing) {
            var colon = why.lastIndexOf(": ") + 1;
            endings.computeIfAbsent(why.substring(0, colon), _ -> new ArrayList<>())
                    .add(why.substring(colon).strip());
        }
        return endings.entrySet().stream()
                .map(entry -> (entry.getKey() + " " + String.join(", ", entry.getValue())).strip())
                .toList();
    }

    private static String notes(LiveHost live) {
        var notes = new StringBuilder();
        if (live.source() == LiveHost.Source.NVIDIA_SMI) {
            notes.append(Words.note("the figures are those of nvidia-smi: no NVML on this host"));
        }
        live.skipped().forEach(why -> notes.append(Words.note("left out: " + why)));
        return notes.toString();
    }

    private String gpu(PhysicalGpu gpu) {
        var figures = LiveHost.gpu(live, gpu.name());
        if (live instanceof Reading.Known<LiveHost>) {
            Words.why(figures).ifPresent(missing::add);
        }
        var heading = screen.paint(Tone.BOLD, gpu.name() + "  " + gpu.model().orElse("?"));
        var spark = history.sparkline(gpu.name(), screen);
        return heading
                + "  "
                + figures.map(this::doing).orElse(Words.NONE)
                + "\n"
                + (spark.isEmpty() ? "" : "  " + spark + "\n")
                + vgpus(gpu, figures);
    }

    private String doing(LiveGpu gpu) {
        return "use "
                + shown(gpu.use().sm())
                + ", memory "
                + shown(gpu.use().memory())
                + ", "
                + shown(gpu.body().temperatureCelsius().map(celsius -> celsius + " °C"))
                + ", "
                + watts(gpu.body().powerMilliwatts())
                + " of "
                + watts(gpu.body().powerLimitMilliwatts())
                + " W";
    }

    private String watts(Reading<Long> milliwatts) {
        return shown(milliwatts.map(mw -> Math.round(mw / 1000.0)));
    }

    /** A figure, or where there is none a dash, whose reason stands below. */
    private String shown(Reading<?> figure) {
        Words.why(figure).ifPresent(missing::add);
        return figure.<String>map(Object::toString).orElse(Words.NONE);
    }

    private String vgpus(PhysicalGpu gpu, Reading<LiveGpu> figures) {
        var vgpus = MapView.inOrder(host.activeOn(gpu));
        var running = figures.flatMap(LiveGpu::vgpus);
        var match = LiveMatch.of(vgpus, running.orElse(List.of()));
        if (!vgpus.isEmpty() && figures instanceof Reading.Known<LiveGpu>) {
            Words.why(running).ifPresent(missing::add);
        }
        var bar = bar(gpu, vgpus);
        var used = figures.flatMap(f -> f.body().framebuffer());
        var text = new StringBuilder();
        bar.ifPresent(b -> text.append("  ").append(b.text()).append('\n'));
        text.append("  ").append(GpusView.framebuffer(host, gpu)).append(" for vGPUs");
        if (used instanceof Reading.Known<LiveGpu.FrameBuffer>(var memory)) {
            text.append(", ").append(gib(memory.used())).append(" of ");
            text.append(gib(memory.total())).append(" GiB taken");
        }
        text.append('\n');
        var table = table();
        for (var place = 0; place < vgpus.size(); place++) {
            row(table, FrameBufferBar.letter(place), vgpus.get(place), match);
        }
        match.others().forEach(other -> table.row(stranger(other)));
        return text + (table.isEmpty() ? "" : table.render(screen).indent(2));
    }

    private static Table table() {
        return new Table(
                Column.left(""),
                Column.left("VGPU").shortening(3),
                Column.left("TYPE"),
                Column.left("VM").shortening(4),
                Column.right("USE"),
                Column.right("MEMORY"),
                Column.right("ENC"),
                Column.right("DEC"),
                Column.right("USED"),
                Column.left("LICENCE").shortening(2),
                Column.left("GUEST DRIVER").shortening(1));
    }

    private void row(Table table, char letter, Vgpu vgpu, LiveMatch match) {
        table.row(
                cells(
                        new String[] {
                            String.valueOf(letter),
                            vgpu.label(),
                            vgpu.typeToken(),
                            VgpusView.vms(host, vgpu)
                        },
                        match.of(vgpu)));
    }

    /** One that the driver runs and the inventory does not know apart. */
    private Cell[] stranger(LiveVgpu other) {
        var id = other.identity();
        return cells(
                new String[] {
                    "?",
                    id.mdev().<String>map(Object::toString).orElse("instance " + id.instance()),
                    id.typeId().<String>map(Object::toString).orElse("?"),
                    id.vm().orElse("?")
                },
                Optional.of(other));
    }

    private Cell[] cells(String[] names, Optional<LiveVgpu> live) {
        var cells = new Cell[names.length + 7];
        for (var i = 0; i < names.length; i++) {
            cells[i] = Cell.of(names[i]);
        }
        var at = names.length;
        for (var figure : figures(live)) {
            cells[at++] = Cell.of(figure);
        }
        live.ifPresent(l -> cells[names.length + 5] = licence(l.licence()));
        return cells;
    }

    private List<String> figures(Optional<LiveVgpu> live) {
        return live.map(vgpu ->
                        List.of(
                                shown(vgpu.use().sm()),
                                shown(vgpu.use().memory()),
                                shown(vgpu.use().encoder()),
                                shown(vgpu.use().decoder()),
                                shown(vgpu.framebufferUsed().map(b -> gib(b) + " GiB")),
                                "",
                                shown(vgpu.guestDriver())))
                .orElseGet(() -> Collections.nCopies(7, Words.NONE));
    }

    private Cell licence(Reading<Licence> licence) {
        return licence.map(l -> new Cell(l.state() + until(l.expiry()), tone(l.state())))
                .orElseGet(why -> {
                    missing.add(why);
                    return Cell.of(Words.NONE);
                });
    }

    private static String until(Licence.Expiry expiry) {
        return switch (expiry) {
            case Licence.Expiry.At(var text) -> " until " + text;
            case Licence.Expiry.Never(), Licence.Expiry.NotTold() -> "";
        };
    }

    private static Tone tone(Licence.State state) {
        return switch (state) {
            case LICENSED -> Tone.GOOD;
            case UNLICENSED, UNLICENSED_RESTRICTED -> Tone.BAD;
            case UNLICENSED_UNRESTRICTED, UNINITIALIZED, UNKNOWN -> Tone.WARNING;
        };
    }

    private static Optional<FrameBufferBar> bar(PhysicalGpu gpu, List<Vgpu> vgpus) {
        var total = gpu.framebufferMib();
        if (total.isEmpty()) {
            return Optional.empty();
        }
        var bar = new FrameBufferBar(Math.ceilDiv(total.getAsInt(), MIB_PER_GIB));
        var next = 0;
        for (var place = 0; place < vgpus.size(); place++) {
            var vgpu = vgpus.get(place);
            var size = Math.ceilDiv(vgpu.framebufferMib().orElse(0), MIB_PER_GIB);
            var placement = GpuMaps.placement(vgpu);
            var start = placement.isPresent() ? placement.get().id() : next;
            bar.take(start, size, FrameBufferBar.letter(place));
            next = start + size;
        }
        return Optional.of(bar);
    }

    /** With one digit behind the point, which no locale changes. */
    private static String gib(long bytes) {
        var tenths = Math.round(bytes * 10.0 / (BYTES_PER_MIB * MIB_PER_GIB));
        return tenths / 10 + "." + tenths % 10;
    }
}

package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.others.Imported;

/** Reads the configuration file of NVIDIA's vGPU device manager, {@code vgpu-configs}. */
public final class VgpuDeviceManagerImport {

    private static final ConfigFile.Words WORDS =
            new ConfigFile.Words("vgpu-configs", "vgpu-devices", List.of());

    /** Leaves room for what makes it unique. */
    private static final int LONGEST_NAME = 40;

    private final Knowledge knowledge;
    private final Set<String> notes = new LinkedHashSet<>();
    private final SequencedMap<GpuSelector, List<LayoutVgpu>> byGpu = new LinkedHashMap<>();
    private final Set<GpuSelector> mig = new LinkedHashSet<>();
    private final Set<String> names = new HashSet<>();

    private VgpuDeviceManagerImport(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * One configuration of a file as a layout.
     *
     * @param config its name; empty: the only one, or {@code default}
     * @throws vgpuctl.core.problem.ProblemException where the text is no such file, or has no such
     *     configuration
     */
    public static Imported read(String text, Optional<String> config, Knowledge knowledge) {
        var entries = ConfigFile.read(text, WORDS, config);
        return new VgpuDeviceManagerImport(knowledge).layout(entries);
    }

    private Imported layout(List<ConfigFile.Entry> entries) {
        for (var entry : entries) {
            entry.counts().forEach((type, count) -> vgpus(entry, type, count));
        }
        if (!byGpu.isEmpty()) {
            notes.add("the tool has no names for vGPUs: those of the layout were made up");
        }
        var gpus = byGpu.entrySet().stream().map(gpu -> gpu(gpu.getKey(), gpu.getValue())).toList();
        return new Imported(new Layout(gpus), List.copyOf(notes));
    }

    private LayoutGpu gpu(GpuSelector selector, List<LayoutVgpu> vgpus) {
        return new LayoutGpu(
                selector,
                mig.contains(selector) ? Optional.of(GpuMode.MIG) : Optional.empty(),
                List.of(),
                Optional.empty(),
                vgpus);
    }

    private void vgpus(ConfigFile.Entry entry, String type, int count) {
        var known = knowledge.type(type);
        if (!LayoutVgpu.canBeType(type)) {
            notes.add(Notes.shown(type) + " is left out: it is no type");
            return;
        }
        if (known.isEmpty()) {
            notes.add(
                    "the type "
                            + Notes.shown(type)
                            + " is not known here: it stands as it is written");
        }
        var selectors =
                new ConfiguredGpus(knowledge, notes).of(entry, known.map(Knowledge.Known::board));
        for (var selector : selectors) {
            var vgpus = byGpu.computeIfAbsent(selector, _ -> new ArrayList<>());
            vgpus.add(vgpu(name(type, count, selector), type, count));
            if (known.filter(k -> k.type().migSlices().isPresent()).isPresent()) {
                mig.add(selector);
            }
        }
    }

    private static LayoutVgpu vgpu(String name, String type, int count) {
        return new LayoutVgpu(
                new LayoutVgpu.Identity(Optional.of(name), Optional.empty()),
                new LayoutVgpu.Wish.OfType(type),
                count,
                LayoutVgpu.Holders.NONE,
                LayoutVgpu.Life.USUAL,
                LayoutVgpu.Settings.NONE);
    }

    /** The type, and from the second GPU on the GPU's place: names are unique in a layout. */
    private String name(String type, int count, GpuSelector selector) {
        var letters = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        var start = letters.matches("[a-z].*") ? letters : "v" + letters;
        var name = start.substring(0, Math.min(start.length(), LONGEST_NAME));
        var place = List.copyOf(byGpu.keySet()).indexOf(selector);
        return unique(place == 0 ? name : name + "-gpu" + (place + 1), count);
    }

    private String unique(String base, int count) {
        var name = base;
        for (var i = 2; !Collections.disjoint(names, vgpu(name, "", count).names()); i++) {
            name = base + "-more" + i;
        }
        names.addAll(vgpu(name, "", count).names());
        return name;
    }
}

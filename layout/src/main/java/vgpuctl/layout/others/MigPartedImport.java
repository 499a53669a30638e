package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.MigWish;
import vgpuctl.core.others.Imported;

/** Reads the configuration file of NVIDIA's mig-parted, {@code mig-configs}. */
public final class MigPartedImport {

    private static final ConfigFile.Words WORDS =
            new ConfigFile.Words("mig-configs", "mig-devices", List.of("mig-enabled"));

    /** The limit of a layout's entry; no GPU has as many. */
    private static final int MOST_INSTANCES = 64;

    private final Knowledge knowledge;
    private final Set<String> notes = new LinkedHashSet<>();

    private MigPartedImport(Knowledge knowledge) {
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
        return new MigPartedImport(knowledge).layout(entries);
    }

    private Imported layout(List<ConfigFile.Entry> entries) {
        var byGpu = new LinkedHashMap<GpuSelector, List<MigWish>>();
        for (var entry : entries) {
            if (entry.isOn()) {
                var wishes = wishes(entry.counts());
                new ConfiguredGpus(knowledge, notes)
                        .of(entry, Optional.empty())
                        .forEach(gpu ->
                                byGpu.computeIfAbsent(gpu, _ -> new ArrayList<>()).addAll(wishes));
            } else {
                notes.add(
                        "GPUs with 'mig-enabled: false' are left out: a layout lists what should be");
            }
        }
        var gpus = byGpu.entrySet().stream().map(gpu -> gpu(gpu.getKey(), gpu.getValue())).toList();
        return new Imported(new Layout(gpus), List.copyOf(notes));
    }

    private static LayoutGpu gpu(GpuSelector selector, List<MigWish> wishes) {
        return new LayoutGpu(
                selector, Optional.of(GpuMode.MIG), wishes, Optional.empty(), List.of());
    }

    private List<MigWish> wishes(SequencedMap<String, Integer> counts) {
        var wishes = new ArrayList<MigWish>();
        counts.forEach((profile, count) -> {
            if (MigWish.isProfile(profile) && count <= MOST_INSTANCES) {
                wishes.add(new MigWish(profile, count));
            } else {
                notes.add(leftOut(profile));
            }
        });
        return wishes;
    }

    private static String leftOut(String profile) {
        return profile.matches("[1-9]c\\..*")
                ? Notes.shown(profile)
                        + " is left out: it cuts a GPU instance further, which is the VM's own affair"
                : Notes.shown(profile) + " is left out: it is no MIG profile, or too many of one";
    }
}

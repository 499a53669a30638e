package vgpuctl.fleet.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What may lie on an A40, from NVIDIA's own tables: nothing of it is worked out. */
final class PlainRules {

    private static final int GIB = 48;

    /** How many there can be where all have one size. */
    private static final Map<Integer, Integer> MOST =
            Map.of(4, 12, 6, 8, 8, 6, 12, 4, 16, 3, 24, 2, 48, 1);

    /** Where one may begin where sizes differ. */
    private static final Map<Integer, List<Integer>> BEGINS =
            Map.of(
                    4, List.of(0, 8, 12, 20, 24, 32, 36, 44),
                    6, List.of(0, 6, 12, 18, 24, 30, 36, 42),
                    8, List.of(0, 16, 24, 40),
                    12, List.of(0, 12, 24, 36),
                    16, List.of(0, 32),
                    24, List.of(0, 24),
                    48, List.of(0));

    private PlainRules() {}

    /**
     * A vGPU of a document.
     *
     * @param type short, {@code A40-12Q}
     * @param placement -1 where there is none
     */
    record Vgpu(String uuid, String type, String gpu, int placement) {

        int gib() {
            return Integer.parseInt(type.substring("A40-".length(), type.length() - 1));
        }
    }

    /** Before R550 all vGPUs of an equal-size GPU are of one type: every other host. */
    static boolean mixesSeries(String host) {
        return Integer.parseInt(host.substring(1)) % 2 == 0;
    }

    /**
     * What is wrong with a host's vGPUs, a sentence each.
     *
     * @param mixed the GPUs in mixed-size mode
     */
    static List<String> faults(String host, List<Vgpu> vgpus, Set<String> mixed) {
        var faults = new ArrayList<String>();
        var onGpu = new TreeMap<String, List<Vgpu>>();
        var uuids = new HashSet<String>();
        for (var vgpu : vgpus) {
            onGpu.computeIfAbsent(vgpu.gpu(), _ -> new ArrayList<>()).add(vgpu);
            if (!uuids.add(vgpu.uuid())) {
                faults.add(host + " has vGPU " + vgpu.uuid() + " twice");
            }
        }
        onGpu.forEach((gpu, there) -> {
            var fault = mixed.contains(gpu) ? overlap(there) : unequal(there, mixesSeries(host));
            if (!fault.isEmpty()) {
                faults.add(host + " " + gpu + " " + fault + ": " + there);
            }
        });
        return faults;
    }

    private static String unequal(List<Vgpu> vgpus, boolean mixesSeries) {
        var sizes = new HashMap<Integer, Integer>();
        var types = new HashSet<String>();
        for (var vgpu : vgpus) {
            sizes.merge(vgpu.gib(), 1, Integer::sum);
            types.add(vgpu.type());
        }
        if (sizes.size() > 1) {
            return "mixes sizes in equal-size mode";
        }
        if (types.size() > 1 && !mixesSeries) {
            return "mixes types that this driver does not mix";
        }
        for (var size : sizes.entrySet()) {
            if (size.getValue() > MOST.getOrDefault(size.getKey(), 0)) {
                return "is over-committed";
            }
        }
        return "";
    }

    private static String overlap(List<Vgpu> vgpus) {
        var taken = new boolean[GIB];
        for (var vgpu : vgpus) {
            if (!BEGINS.getOrDefault(vgpu.gib(), List.of()).contains(vgpu.placement())) {
                return "has one where none can begin";
            }
            for (var gib = vgpu.placement(); gib < vgpu.placement() + vgpu.gib(); gib++) {
                if (taken[gib]) {
                    return "is over-committed: two lie in one place";
                }
                taken[gib] = true;
            }
        }
        return "";
    }
}

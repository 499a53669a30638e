package vgpuctl.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vgpuctl.core.pci.Architecture;

/**
 * The placement ids that the driver gives to the vGPU types of a GPU. A pure function of the GPU's
 * generation and frame buffer and of the type's size and maximum; what a host says itself wins.
 */
final class PlacementIds {

    /** The driver halves a frame buffer four times, down to sixteen parts with two ends each. */
    private static final int MOST_ENDS = 32;

    /** Ids that the driver keeps from 1 GB types of 48 GB boards, and their whole region. */
    private static final int BOARD_WITH_LOST_IDS_GIB = 48;

    private static final Set<Integer> LOST_ON_AMPERE = Set.of(8, 32);

    private static final Set<Integer> LOST_ON_ADA_AND_HOPPER =
            Set.of(2, 3, 8, 9, 14, 15, 20, 21, 26, 27, 32, 33, 38, 39, 44, 45);

    private PlacementIds() {}

    /**
     * In mixed-size mode. None before Ampere, whose driver has no such mode on KVM.
     *
     * @param maxPerGpu of the type where all vGPUs have one size
     */
    static List<Integer> mixed(
            Architecture architecture, int regionGib, int sizeGib, int maxPerGpu) {
        return switch (architecture) {
            case MAXWELL, PASCAL, VOLTA, TURING -> List.of();
            case AMPERE -> without(LOST_ON_AMPERE, regionGib, sizeGib, maxPerGpu);
            case ADA, HOPPER -> without(LOST_ON_ADA_AND_HOPPER, regionGib, sizeGib, maxPerGpu);
            case BLACKWELL -> even(regionGib, sizeGib, maxPerGpu);
        };
    }

    /** Where all vGPUs have one size. None before Ada and Hopper, whose driver numbers none. */
    static List<Integer> equalSize(
            Architecture architecture, int regionGib, int sizeGib, int maxPerGpu) {
        return switch (architecture) {
            case MAXWELL, PASCAL, VOLTA, TURING, AMPERE -> List.of();
            case ADA, HOPPER -> even(sizeGib * maxPerGpu, sizeGib, maxPerGpu);
            case BLACKWELL -> even(regionGib, sizeGib, maxPerGpu);
        };
    }

    private static List<Integer> without(
            Set<Integer> lost, int regionGib, int sizeGib, int maxPerGpu) {
        check(regionGib, sizeGib, maxPerGpu);
        var ids = new ArrayList<Integer>();
        var count = Math.min(Integer.highestOneBit(maxPerGpu), MOST_ENDS);
        addEnds(0, regionGib, sizeGib, count, ids);
        if (sizeGib == 1 && regionGib == BOARD_WITH_LOST_IDS_GIB) {
            ids.removeAll(lost);
        }
        return List.copyOf(ids);
    }

    /**
     * Halves a region until each part has room for two, and lays those at its ends: so the gaps lie
     * in the middle of the parts, and a whole part stays free for a larger type as long as it can.
     * To halve once more and to take one end of each part, the outer one, comes to the same.
     */
    private static void addEnds(int start, int end, int size, int count, List<Integer> ids) {
        if (count > 2) {
            var middle = start + (end - start) / 2;
            addEnds(start, middle, size, count / 2, ids);
            addEnds(middle, end, size, count / 2, ids);
            return;
        }
        ids.add(start);
        if (count == 2) {
            ids.add(end - size);
        }
    }

    private static List<Integer> even(int regionGib, int sizeGib, int count) {
        check(regionGib, sizeGib, count);
        var ids = new ArrayList<Integer>();
        for (var i = 0; i < count; i++) {
            ids.add(regionGib * i / count);
        }
        return List.copyOf(ids);
    }

    private static void check(int regionGib, int sizeGib, int maxPerGpu) {
        if (sizeGib < 1 || maxPerGpu < 1 || (long) sizeGib * maxPerGpu > regionGib) {
            throw new IllegalArgumentException(
                    maxPerGpu + " × " + sizeGib + " GiB in " + regionGib + " GiB");
        }
    }
}

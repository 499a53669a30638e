package vgpuctl.core.placement;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.pci.Architecture;

/**
 * Where the vGPUs of a type can begin: its ids as the driver says them, or as they are worked out
 * for a GPU that cannot be asked.
 *
 * @param ids placement ids, ascending; none where the mode has none
 */
public record SupportedPlacements(int sizeGib, List<Integer> ids) {

    private static final int MIB_PER_GIB = 1024;

    public SupportedPlacements {
        ids = ids.stream().sorted().distinct().toList();
    }

    /**
     * In mixed-size mode.
     *
     * @param regionGib the GPU's frame buffer
     * @param maxPerGpu how many fit where all have one size
     */
    public static SupportedPlacements mixed(
            Architecture architecture, int regionGib, int sizeGib, int maxPerGpu) {
        return new SupportedPlacements(
                sizeGib, PlacementIds.mixed(architecture, regionGib, sizeGib, maxPerGpu));
    }

    /** Where all vGPUs of the GPU have one size. */
    public static SupportedPlacements equalSize(
            Architecture architecture, int regionGib, int sizeGib, int maxPerGpu) {
        return new SupportedPlacements(
                sizeGib, PlacementIds.equalSize(architecture, regionGib, sizeGib, maxPerGpu));
    }

    /**
     * In mixed-size mode, from the catalogue. Empty where the type is backed by MIG, where its
     * maximum is not known, or where the board has no mixed-size mode.
     */
    public static Optional<SupportedPlacements> mixed(Board board, BoardType type) {
        if (type.migSlices().isPresent() || type.maxPerGpu().isEmpty()) {
            return Optional.empty();
        }
        var placements =
                mixed(
                        board.architecture(),
                        board.framebufferGb(),
                        sizeGib(type),
                        type.maxPerGpu().orElseThrow());
        return placements.ids.isEmpty() ? Optional.empty() : Optional.of(placements);
    }

    /** Frame buffers of 94 GB boards are a little less than whole GiB; placements are whole. */
    private static int sizeGib(BoardType type) {
        return Math.ceilDiv(type.framebufferMib(), MIB_PER_GIB);
    }

    /** Its placement with this id. */
    public Placement at(int id) {
        return new Placement(id, sizeGib);
    }

    static int largestFirst(SupportedPlacements left, SupportedPlacements right) {
        var bySize = Integer.compare(right.sizeGib, left.sizeGib);
        return bySize != 0 ? bySize : Integer.compare(left.ids.size(), right.ids.size());
    }
}

package vgpuctl.core.mig;

import java.util.List;
import vgpuctl.core.catalogue.BoardType.Known;

/**
 * A kind of GPU instance that a card can be cut into.
 *
 * @param name {@code 1g.10gb+me}; people and scripts go by it, since ids differ between cards
 * @param maxPerGpu how many of it one GPU can have
 * @param starts the memory positions that it can begin at, ascending
 * @param size how many memory positions it takes
 * @param known how well these facts are known
 */
public record MigProfile(
        String name,
        int computeSlices,
        int memoryGb,
        int maxPerGpu,
        List<Integer> starts,
        int size,
        Known known) {

    public MigProfile {
        starts = List.copyOf(starts);
    }

    /** Whether it takes the media engines, of which a GPU has one set for GPU instances to have. */
    public boolean hasMediaEngines() {
        return name.contains("+me");
    }

    /** Whether several vGPUs can share an instance of it in time slices. */
    public boolean isShared() {
        return name.endsWith("+gfx");
    }

    // Not Comparator.comparing: its lambdas, which can be serialized, are made at run time.
    static int largestFirst(MigProfile left, MigProfile right) {
        if (left.size != right.size) {
            return Integer.compare(right.size, left.size);
        }
        if (left.computeSlices != right.computeSlices) {
            return Integer.compare(right.computeSlices, left.computeSlices);
        }
        return left.name.compareTo(right.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

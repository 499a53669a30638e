package vgpuctl.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType;

/**
 * The frame buffer of one GPU in mixed-size mode: what is taken, and where a vGPU of each size can
 * still lie.
 *
 * <p>A value: two maps with the same placements are equal, in whatever order these came and
 * whatever came and went between.
 *
 * @param regionGib the whole frame buffer
 * @param sizes the types that the GPU offers, one for each size, largest first
 * @param taken what lies on it, by place
 */
public record FramebufferMap(
        int regionGib, List<SupportedPlacements> sizes, List<Placement> taken) {

    public FramebufferMap {
        sizes = sizes.stream().distinct().sorted(SupportedPlacements::largestFirst).toList();
        taken = taken.stream().sorted(Placement::byPlace).toList();
        var end = 0;
        for (var placement : taken) {
            if (placement.id() < end || placement.end() > regionGib) {
                throw new IllegalArgumentException(
                        "not in a frame buffer of " + regionGib + " GiB: " + taken);
            }
            end = placement.end();
        }
    }

    /** With nothing on it. */
    public static FramebufferMap empty(int regionGib, Collection<SupportedPlacements> sizes) {
        return new FramebufferMap(regionGib, List.copyOf(sizes), List.of());
    }

    /** A GPU of a board, from the catalogue; empty where the board has no mixed-size mode. */
    public static Optional<FramebufferMap> ofBoard(Board board, Collection<BoardType> types) {
        var sizes = new ArrayList<SupportedPlacements>();
        for (var type : types) {
            SupportedPlacements.mixed(board, type).ifPresent(sizes::add);
        }
        return sizes.isEmpty()
                ? Optional.empty()
                : Optional.of(empty(board.framebufferGb(), sizes));
    }

    /** Where vGPUs of a size can begin; empty where the GPU has no type of that size. */
    public Optional<SupportedPlacements> size(int sizeGib) {
        return sizes.stream().filter(size -> size.sizeGib() == sizeGib).findFirst();
    }

    /** The ids that a vGPU of this type can have now, ascending. */
    public List<Integer> creatable(SupportedPlacements type) {
        return type.ids().stream().filter(id -> isFree(type.at(id))).toList();
    }

    /** What the driver takes when nobody names an id: the first that is free. */
    public OptionalInt driversChoice(SupportedPlacements type) {
        return creatable(type).stream().mapToInt(Integer::intValue).findFirst();
    }

    /**
     * The id that keeps most room for large vGPUs: of those creatable, the one after which most
     * placements of the largest size are still creatable; of equal ones the one after which most of
     * the next size are, and so on down; of those that are equal in all, the lowest. Empty where
     * none is free.
     */
    public OptionalInt bestChoice(SupportedPlacements type) {
        var best = OptionalInt.empty();
        var mostRoom = new int[0];
        for (var id : creatable(type)) {
            var room = with(type.at(id)).room();
            if (best.isEmpty() || Arrays.compare(room, mostRoom) > 0) {
                best = OptionalInt.of(id);
                mostRoom = room;
            }
        }
        return best;
    }

    /** How many placements of each size are creatable, each for itself; largest size first. */
    int[] room() {
        return sizes.stream().mapToInt(size -> creatable(size).size()).toArray();
    }

    /** With one more vGPU, whose place has to be free. */
    public FramebufferMap with(Placement placement) {
        var more = new ArrayList<>(taken);
        more.add(placement);
        return new FramebufferMap(regionGib, sizes, more);
    }

    /** With one vGPU less, which has to be there. */
    public FramebufferMap without(Placement placement) {
        var fewer = new ArrayList<>(taken);
        if (!fewer.remove(placement)) {
            throw new IllegalArgumentException("nothing takes " + placement + ": " + taken);
        }
        return new FramebufferMap(regionGib, sizes, fewer);
    }

    private boolean isFree(Placement wished) {
        return wished.end() <= regionGib && taken.stream().noneMatch(wished::overlaps);
    }
}

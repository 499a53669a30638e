package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU type that a card can be cut into.
 *
 * @param framebufferMib of one vGPU
 * @param slice what one vGPU is a part of, and how many are
 */
public record CardType(TypeName name, int framebufferMib, Slice slice) {

    private static final int MIB_PER_GIB = 1024;

    /** What a vGPU is a part of. */
    public sealed interface Slice {

        /**
         * A part of the whole GPU, in time slices.
         *
         * @param most how many fit where all have one size
         * @param mixedIds the placement ids in mixed-size mode; none where the GPU has no such mode
         */
        record OfGpu(int most, List<Integer> mixedIds) implements Slice {

            public OfGpu {
                mixedIds = List.copyOf(mixedIds);
            }
        }

        /**
         * A part of a GPU instance, or all of it.
         *
         * @param most how many one instance carries, all of one size
         */
        record OfInstance(MigProfile profile, int most) implements Slice {}
    }

    /** What it takes of the frame buffer in mixed-size mode. */
    int sizeGib() {
        return Math.ceilDiv(framebufferMib, MIB_PER_GIB);
    }

    /**
     * What a board can be cut into, from the catalogue: for simulated hosts, and for cards that
     * cannot be asked. Types whose maximum or profile no source gives are left out.
     */
    public static List<CardType> ofBoard(
            Board board, Collection<BoardType> types, Optional<MigCard> mig) {
        var found = new ArrayList<CardType>();
        for (var type : types) {
            slice(board, type, mig)
                    .ifPresent(s -> found.add(new CardType(type.name(), type.framebufferMib(), s)));
        }
        return List.copyOf(found);
    }

    private static Optional<Slice> slice(Board board, BoardType type, Optional<MigCard> mig) {
        if (type.maxPerGpu().isEmpty()) {
            return Optional.empty();
        }
        var most = type.maxPerGpu().orElseThrow();
        if (type.migSlices().isEmpty()) {
            var ids = SupportedPlacements.mixed(board, type).map(SupportedPlacements::ids);
            return Optional.of(new Slice.OfGpu(most, ids.orElse(List.of())));
        }
        return mig.flatMap(card -> card.profileOf(type.name()))
                .map(profile -> new Slice.OfInstance(profile, most / profile.maxPerGpu()));
    }
}

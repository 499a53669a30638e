package vgpuctl.simulation.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.placement.SupportedPlacements;

/**
 * The types of a board as a driver has them: with an id and a maximum each, also where the
 * catalogue does not know them.
 */
record BoardTypes(Catalogue catalogue, Board board, Optional<MigCard> mig) {

    /**
     * Ids from here on are the simulator's own, for types whose id no source gives: their place in
     * the catalogue follows. The driver's own are below 2200.
     */
    private static final int OWN_IDS = 5000;

    /** NVIDIA's limits on the vGPUs of a GPU and of a GPU instance that share it in time slices. */
    private static final int MOST_TIME_SLICED = 32;

    private static final int MOST_PER_INSTANCE = 12;

    private static final int MIB_PER_GIB = 1024;

    List<SimulatedType> all() {
        var found = new ArrayList<SimulatedType>();
        var ownId = OWN_IDS + typesBefore();
        for (var type : catalogue.typesOf(board)) {
            found.add(simulated(type, ownId));
            ownId++;
        }
        found.sort(Comparator.comparingInt(SimulatedType::id));
        return List.copyOf(found);
    }

    private int typesBefore() {
        var count = 0;
        for (var other : catalogue.boards()) {
            if (other.equals(board)) {
                break;
            }
            count += catalogue.typesOf(other).size();
        }
        return count;
    }

    private SimulatedType simulated(BoardType type, int ownId) {
        var max = type.maxPerGpu().orElseGet(() -> asManyAsFit(type));
        var profile = mig.flatMap(card -> card.profileOf(type.name()));
        var isMigBacked = type.migSlices().isPresent();
        return new SimulatedType(
                type.id().map(id -> Integer.parseInt(id.suffix())).orElse(ownId),
                type.name(),
                SimulatedType.description(type, max),
                type.framebufferMib(),
                max,
                isMigBacked,
                profile,
                profile.map(p -> perInstance(p, type)).orElse(0),
                isMigBacked ? nowhere(type) : mixed(type, max),
                isMigBacked ? nowhere(type) : equalSize(type, max));
    }

    private int asManyAsFit(BoardType type) {
        return Math.min(
                MOST_TIME_SLICED, board.framebufferGb() * MIB_PER_GIB / type.framebufferMib());
    }

    /** The same figures as in NVIDIA's tables: as many as fit where vGPUs can share an instance. */
    private static int perInstance(MigProfile profile, BoardType type) {
        return profile.isShared()
                ? Math.min(
                        MOST_PER_INSTANCE, profile.memoryGb() * MIB_PER_GIB / type.framebufferMib())
                : 1;
    }

    private SupportedPlacements mixed(BoardType type, int max) {
        return SupportedPlacements.mixed(
                board.architecture(), board.framebufferGb(), sizeGib(type), max);
    }

    private SupportedPlacements equalSize(BoardType type, int max) {
        return SupportedPlacements.equalSize(
                board.architecture(), board.framebufferGb(), sizeGib(type), max);
    }

    private static SupportedPlacements nowhere(BoardType type) {
        return new SupportedPlacements(sizeGib(type), List.of());
    }

    private static int sizeGib(BoardType type) {
        return Math.ceilDiv(type.framebufferMib(), MIB_PER_GIB);
    }
}

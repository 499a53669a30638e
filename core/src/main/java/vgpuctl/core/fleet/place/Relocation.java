package vgpuctl.core.fleet.place;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.PlacementRequest;

/**
 * vGPUs that go elsewhere, in this order, and where their claims are then.
 *
 * @param moves in their order: each finds its place free
 * @param placed the claims, in the order of their moves
 * @param left what should move too, and does not
 */
public record Relocation(List<Move> moves, List<Placed> placed, List<Left> left) {

    /**
     * A claim that stays where it is.
     *
     * @param why one clause, without a full stop
     */
    public record Left(String claim, Optional<String> vm, String why) {}

    public Relocation {
        moves = List.copyOf(moves);
        placed = List.copyOf(placed);
        left = List.copyOf(left);
    }

    /**
     * What has to move so that a request fits; empty where that takes more moves.
     *
     * @param most moves
     */
    public static Optional<Relocation> makeRoom(Placer placer, PlacementRequest request, int most) {
        return new RoomMaker(placer, request).relocation(most);
    }

    /** On the index, as if all had been done. */
    public void carryOut(Placer placer) {
        for (var claim : placed) {
            placer.release(claim.request().claim());
            placer.commit(claim);
        }
    }
}

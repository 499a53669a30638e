package vgpuctl.core.fleet.place;

import java.util.ArrayList;
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

    /**
     * A claim that goes elsewhere.
     *
     * @param placed where it is then
     * @param moves one for each of its vGPUs, in their order
     */
    public record Step(Placed placed, List<Move> moves) {

        public Step {
            moves = List.copyOf(moves);
        }

        public String claim() {
            return placed.request().claim();
        }

        public Optional<String> vm() {
            return placed.request().vm();
        }

        public String from() {
            return moves.getFirst().from().host();
        }

        public String to() {
            return moves.getFirst().to().host();
        }

        public Move.Interruption interrupts() {
            return moves.getFirst().interrupts();
        }
    }

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

    /** Claim by claim, in the order of the moves. */
    public List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (var claim : placed) {
            var id = claim.request().claim();
            steps.add(
                    new Step(
                            claim,
                            moves.stream().filter(move -> move.claim().equals(id)).toList()));
        }
        return steps;
    }

    /** On the index, as if all had been done. */
    public void carryOut(Placer placer) {
        for (var claim : placed) {
            placer.release(claim.request().claim());
            placer.commit(claim);
        }
    }
}

package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.Move.Interruption;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;

/** What it takes to have a claim's vGPUs elsewhere. */
final class Moves {

    private Moves() {}

    /** The same again: the type by its name, which migration asks for. */
    static PlacementRequest again(FleetClaim claim) {
        return new PlacementRequest(
                claim.id(),
                claim.owner(),
                claim.vm(),
                new Wanted.Exactly(claim.vgpus().getFirst().type()),
                claim.vgpus().size(),
                claim.resources(),
                claim.apart().map(Where.ANYWHERE::apart).orElse(Where.ANYWHERE),
                true,
                Optional.empty());
    }

    /** Whether its vGPUs are alike, as those of one request are. */
    static boolean isOfOneType(FleetClaim claim) {
        return !claim.vgpus().isEmpty()
                && claim.vgpus().stream().map(v -> v.type()).distinct().count() == 1;
    }

    static List<Move> of(FleetHost from, FleetClaim claim, Placed placed) {
        var moves = new ArrayList<Move>();
        for (var i = 0; i < placed.vgpus().size(); i++) {
            var vgpu = claim.vgpus().get(i);
            var to = placed.vgpus().get(i);
            moves.add(
                    new Move(
                            claim.id(),
                            claim.vm(),
                            vgpu.uuid(),
                            vgpu.type(),
                            new Move.Place(
                                    from.id(),
                                    vgpu.gpu(),
                                    from.allocation().modeOf(vgpu.gpu()),
                                    vgpu.placementId().orElse(-1)),
                            new Move.Place(
                                    to.host(), to.gpu(), to.mode(), to.placementId().orElse(-1)),
                            interruption(claim, from.id().equals(to.host()))));
        }
        return moves;
    }

    private static Interruption interruption(FleetClaim claim, boolean isSameHost) {
        if (claim.vm().isEmpty()) {
            return Interruption.NONE;
        }
        return isSameHost ? Interruption.RESTART : Interruption.MIGRATION;
    }
}

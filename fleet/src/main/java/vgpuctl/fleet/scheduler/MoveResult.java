package vgpuctl.fleet.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.place.Relocation.Left;
import vgpuctl.core.fleet.place.Relocation.Step;

/**
 * What became of moves that were begun.
 *
 * @param done the claims that are elsewhere now, in the order in which they went
 * @param left what should be elsewhere and is not, each with the reason
 * @param stopped why nothing more was begun; empty where all of it was tried
 * @param remark what the host that was drained has still to do; empty where it is as it should be
 */
public record MoveResult(
        List<Step> done, List<Left> left, Optional<String> stopped, Optional<String> remark) {

    public MoveResult {
        done = List.copyOf(done);
        left = List.copyOf(left);
    }

    public boolean isComplete() {
        return left.isEmpty() && stopped.isEmpty();
    }

    /** The vGPUs that are elsewhere now. */
    public List<Move> moves() {
        var moves = new ArrayList<Move>();
        done.forEach(step -> moves.addAll(step.moves()));
        return moves;
    }
}

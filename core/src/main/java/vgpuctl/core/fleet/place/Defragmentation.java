package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.Move;

/**
 * Moves vGPUs so that more of the free frame buffer is of use to the requests that are expected:
 * each time the one that gains most. The index is as before afterwards.
 */
public final class Defragmentation {

    /** What a move has to gain at least, in MiB of expected use. */
    private static final double LEAST_GAIN = 64;

    private final Placer placer;
    private final Trial trial;

    private Defragmentation(Placer placer) {
        this.placer = placer;
        trial = new Trial(placer);
    }

    private record Gain(FleetHost from, FleetClaim claim, Placed placed, double mib) {}

    /** Claims that are alike in this gain the same. */
    private record Likeness(HostClass hosts, CardState card, int type, int placementId) {}

    /**
     * The moves, best first.
     *
     * @param most moves
     */
    public static Relocation of(Placer placer, int most) {
        return new Defragmentation(placer).plan(most);
    }

    private Relocation plan(int most) {
        var moves = new ArrayList<Move>();
        var placed = new ArrayList<Placed>();
        var moved = new HashSet<String>();
        while (moves.size() < most) {
            var best = best(moved);
            if (best.isEmpty()) {
                break;
            }
            var gain = best.get();
            trial.release(gain.claim.id());
            trial.commit(gain.placed);
            moved.add(gain.claim.id());
            placed.add(gain.placed);
            moves.addAll(Moves.of(gain.from, gain.claim, gain.placed));
        }
        trial.undo();
        return new Relocation(moves, placed, List.of());
    }

    private Optional<Gain> best(Set<String> moved) {
        var seen = new HashSet<Likeness>();
        var best = Optional.<Gain>empty();
        for (var host : placer.hosts()) {
            for (var claim : host.allocation().claims()) {
                var isCandidate =
                        claim.vgpus().size() == 1
                                && placer.hostsOf(claim.id()).size() == 1
                                && host.closed().isEmpty()
                                && !moved.contains(claim.id())
                                && seen.add(likeness(host, claim));
                var gain = isCandidate ? gain(host, claim) : Optional.<Gain>empty();
                if (gain.isPresent() && gain.get().mib > best.map(Gain::mib).orElse(LEAST_GAIN)) {
                    best = gain;
                }
            }
        }
        return best;
    }

    private Likeness likeness(FleetHost host, FleetClaim claim) {
        var placed = placer.placed(host.id()).orElseThrow();
        var vgpu = claim.vgpus().getFirst();
        var card = placed.hostClass().cards()[Placer.slotOf(placed, vgpu.gpu())];
        var type = HostClasses.typeOf(card.space(), vgpu);
        return new Likeness(placed.hostClass(), card, type, vgpu.placementId().orElse(-1));
    }

    private Optional<Gain> gain(FleetHost host, FleetClaim claim) {
        var once = new Trial(placer);
        var before = fragmentation(host.id());
        once.release(claim.id());
        var driver = Optional.of(host.inventory().driver());
        var found = placer.place(Moves.again(claim), driver);
        var gain = Optional.<Gain>empty();
        if (found.isPresent()) {
            var to = found.get().hosts().getFirst();
            var isSame = to.equals(host.id());
            var there = isSame ? 0 : fragmentation(to);
            once.commit(found.get());
            var after = fragmentation(host.id()) + (isSame ? 0 : fragmentation(to));
            gain = Optional.of(new Gain(host, claim, found.get(), before + there - after));
        }
        once.undo();
        return gain;
    }

    private double fragmentation(String host) {
        return placer.placed(host).orElseThrow().hostClass().fragmentation(placer.outlook());
    }
}

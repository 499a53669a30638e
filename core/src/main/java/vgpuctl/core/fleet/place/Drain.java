package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.place.Relocation.Left;

/**
 * Empties a host: what is hardest to place goes first, to hosts with the same driver, of the same
 * type. The index is as before afterwards.
 */
public final class Drain {

    private final Placer placer;
    private final Trial trial;
    private final List<Move> moves = new ArrayList<>();
    private final List<Placed> placed = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();

    private Drain(Placer placer) {
        this.placer = placer;
        trial = new Trial(placer);
    }

    /**
     * The way to empty a host.
     *
     * @param most moves; what is over stays, and is told
     */
    public static Relocation of(Placer placer, String host, int most) {
        return new Drain(placer).drain(host, most);
    }

    private Relocation drain(String id, int most) {
        var host = placer.host(id).orElseThrow();
        trial.put(host.with(host.allocation().cordoned(true)));
        var claims = new ArrayList<>(host.allocation().claims());
        claims.sort(Comparator.comparingInt(Drain::mib).reversed());
        for (var claim : claims) {
            move(host, claim, most);
        }
        trial.undo();
        return new Relocation(moves, placed, left);
    }

    private static int mib(FleetClaim claim) {
        return claim.vgpus().stream()
                .map(ClaimedVgpu::type)
                .mapToInt(type -> type.framebufferMib().orElse(0))
                .sum();
    }

    private void move(FleetHost host, FleetClaim claim, int most) {
        if (moves.size() + claim.vgpus().size() > most) {
            stays(claim, "no moves are left for it: it takes " + claim.vgpus().size());
        } else if (!Moves.isOfOneType(claim)) {
            stays(claim, "its vGPUs are of several types, which are not moved together");
        } else if (placer.hostsOf(claim.id()).size() > 1) {
            stays(claim, isOnItsWay(claim) ? "it is on its way already" : "it is on several hosts");
        } else if (sharesItsVm(host, claim)) {
            stays(claim, "its VM has other claims on this host, which are not moved together");
        } else {
            elsewhere(host, claim);
        }
    }

    private boolean isOnItsWay(FleetClaim claim) {
        for (var host : placer.hostsOf(claim.id())) {
            var there = placer.host(host).flatMap(one -> one.allocation().claim(claim.id()));
            if (there.filter(one -> one.from().isPresent()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean sharesItsVm(FleetHost host, FleetClaim claim) {
        for (var other : host.allocation().claims()) {
            if (claim.vm().isPresent()
                    && other.vm().equals(claim.vm())
                    && !other.id().equals(claim.id())) {
                return true;
            }
        }
        return false;
    }

    private void elsewhere(FleetHost host, FleetClaim claim) {
        var now = placer.host(host.id()).orElseThrow();
        trial.release(claim.id());
        var driver = Optional.of(host.inventory().driver());
        var found = placer.place(Moves.again(claim), driver);
        if (found.isEmpty()) {
            trial.put(now);
            stays(
                    claim,
                    "no other host with driver "
                            + host.inventory().driver()
                            + " has room for "
                            + claim.vgpus().size()
                            + " × "
                            + claim.vgpus().getFirst().type().token());
            return;
        }
        trial.commit(found.get());
        placed.add(found.get());
        moves.addAll(Moves.of(host, claim, found.get()));
    }

    private void stays(FleetClaim claim, String why) {
        left.add(new Left(claim.id(), claim.vm(), why));
    }
}

package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.PlacementRequest;

/** Finds vGPUs that could go elsewhere, so that a request fits where they were. */
final class RoomMaker {

    /** Ways that are tried to the end, those with the fewest moves first. */
    private static final int MOST_TRIED = 40;

    private final Placer placer;
    private final PlacementRequest request;

    RoomMaker(Placer placer, PlacementRequest request) {
        this.placer = placer;
        this.request = request;
    }

    private record Way(PlacedHost host, Set<String> claims, long mib) {}

    /** The fewest moves that are found; empty where more would be needed. */
    Optional<Relocation> relocation(int most) {
        if (request.count() != 1) {
            return Optional.empty();
        }
        var ways = ways(most);
        for (var way : ways.subList(0, Math.min(MOST_TRIED, ways.size()))) {
            var relocation = tryOut(way);
            if (relocation.isPresent()) {
                return relocation;
            }
        }
        return Optional.empty();
    }

    private List<Way> ways(int most) {
        var ask = Ask.of(request, placer.rules().policy(), Optional.empty());
        var ways = new ArrayList<Way>();
        for (var hosts : placer.classes().living()) {
            if (hosts.shape().closed().isEmpty()
                    && Choice.isAllowed(hosts.shape(), ask)
                    && hosts.has(request.resources())) {
                addWays(hosts, ask, most, ways);
            }
        }
        ways.sort(
                Comparator.comparingInt((Way way) -> way.claims.size())
                        .thenComparingLong(Way::mib));
        return ways;
    }

    private void addWays(HostClass hosts, Ask ask, int most, List<Way> ways) {
        var host = hosts.hosts().first();
        CardState before = hosts.cards()[0];
        for (var slot = 0; slot < hosts.cards().length; slot++) {
            var card = hosts.cards()[slot];
            if ((slot == 0 || card != before)
                    && Choice.isAllowed(hosts.shape().slots().get(slot), ask)) {
                for (var type : card.space().meeting(ask.wanted())) {
                    addWays(host, slot, card, type, most, ways);
                }
            }
            before = card;
        }
    }

    private void addWays(
            PlacedHost host, int slot, CardState card, int type, int most, List<Way> ways) {
        var on = on(host, host.gpu(slot));
        add(host, on, on, most, ways);
        if (card.content().mode() == Mode.MIXED_SIZE) {
            var model = card.space().model();
            var gib = Math.ceilDiv(model.types().get(type).framebufferMib(), 1024);
            for (var id : model.types().get(type).mixedIds()) {
                var inTheWay =
                        on.stream().filter(o -> overlaps(host, o.vgpu, id, id + gib)).toList();
                add(host, on, inTheWay, most, ways);
            }
        } else if (card.space().mib(type) == card.content().sizeMib()) {
            on.forEach(each -> add(host, on, List.of(each), most, ways));
        }
    }

    private static boolean overlaps(PlacedHost host, ClaimedVgpu vgpu, int from, int to) {
        var inventory = host.host().inventory();
        var model = inventory.modelOf(inventory.gpu(vgpu.gpu()).orElseThrow());
        var gib =
                Math.ceilDiv(model.type(vgpu.type().token()).orElseThrow().framebufferMib(), 1024);
        var id = vgpu.placementId().orElse(0);
        return id < to && from < id + gib;
    }

    private record On(FleetClaim claim, ClaimedVgpu vgpu) {}

    private static List<On> on(PlacedHost host, String gpu) {
        var on = new ArrayList<On>();
        for (var claim : host.host().allocation().claims()) {
            for (var vgpu : claim.vgpus()) {
                if (vgpu.gpu().equals(gpu)) {
                    on.add(new On(claim, vgpu));
                }
            }
        }
        return on;
    }

    /**
     * Claims of several vGPUs stay: to move one of them is to move the VM with all. So do those
     * that are on their way already.
     */
    private void add(PlacedHost host, List<On> on, List<On> moved, int most, List<Way> ways) {
        var claims = new LinkedHashSet<String>();
        var mib = 0L;
        for (var each : moved) {
            claims.add(each.claim.id());
            mib += each.vgpu.type().framebufferMib().orElse(0);
            if (each.claim.vgpus().size() > 1 || placer.hostsOf(each.claim.id()).size() > 1) {
                return;
            }
        }
        if (!claims.isEmpty() && claims.size() <= most && claims.size() <= on.size()) {
            ways.add(new Way(host, claims, mib));
        }
    }

    /** Everything is taken back afterwards. */
    private Optional<Relocation> tryOut(Way way) {
        var before = way.host.host();
        var trial = new Trial(placer);
        var moves = new ArrayList<Move>();
        var placed = new ArrayList<Placed>();
        for (var claim : way.claims) {
            trial.release(claim);
        }
        var place = placer.place(request).filter(p -> p.hosts().contains(before.id()));
        place.ifPresent(trial::commit);
        for (var id : way.claims) {
            var claim = before.allocation().claim(id).orElseThrow();
            var moved =
                    place.flatMap(_ ->
                                    placer.place(
                                            Moves.again(claim),
                                            Optional.of(before.inventory().driver())))
                            .filter(p ->
                                    isElsewhere(
                                            p.vgpus().getFirst().gpu(),
                                            p.hosts(),
                                            claim,
                                            before.id()));
            if (moved.isEmpty()) {
                trial.undo();
                return Optional.empty();
            }
            trial.commit(moved.get());
            placed.add(moved.get());
            moves.addAll(Moves.of(before, claim, moved.get()));
        }
        trial.undo();
        return Optional.of(new Relocation(moves, placed, List.of()));
    }

    private static boolean isElsewhere(
            String gpu, List<String> hosts, FleetClaim claim, String host) {
        return !hosts.contains(host) || !claim.vgpus().getFirst().gpu().equals(gpu);
    }
}

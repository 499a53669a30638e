package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where.GpuSharing;

/**
 * A request whose vGPUs may be on several hosts: on as few as it takes, each taking as many as it
 * can. Hosts do not get in each other's way, so that there is a way whenever it finds one.
 */
final class SeveralHosts {

    private final Placer placer;
    private final PlacementRequest request;
    private final Ask ask;
    private final List<PlacedVgpu> vgpus = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    SeveralHosts(Placer placer, PlacementRequest request, Ask ask) {
        this.placer = placer;
        this.request = request;
        this.ask = ask;
    }

    Optional<Placed> place() {
        var most = request.count();
        while (vgpus.size() < request.count() && most > 0) {
            most = Math.min(most, request.count() - vgpus.size());
            most = take(most) ? most : most - 1;
        }
        return vgpus.size() < request.count()
                ? Optional.empty()
                : Optional.of(Placer.placed(request, vgpus));
    }

    /** Whether a host took that many. */
    private boolean take(int count) {
        var part =
                new Ask(
                        ask.wanted(),
                        count,
                        ask.resources(),
                        ask.where(),
                        ask.isForVm(),
                        ask.policy(),
                        ask.driver());
        var isAllOrNothing = ask.where().gpus() == GpuSharing.SAME || ask.where().sameNuma();
        var host =
                isAllOrNothing && count < request.count()
                        ? Optional.<PlacedHost>empty()
                        : placer.find(request, part, used);
        host.ifPresent(found -> {
            used.add(found.id());
            var choice = Choice.of(found.hostClass(), part, placer.outlook()).orElseThrow();
            vgpus.addAll(Placer.seats(found, choice));
        });
        return host.isPresent();
    }
}

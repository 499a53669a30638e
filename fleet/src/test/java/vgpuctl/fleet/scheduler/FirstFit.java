package vgpuctl.fleet.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.PlacementRequest;

/** The plainest decision that is right: the first GPU with room, all of its vGPUs of one type. */
public final class FirstFit implements Placer {

    private final TreeMap<String, FleetHost> hosts = new TreeMap<>();

    @Override
    public void put(FleetHost host) {
        hosts.put(host.id(), host);
    }

    @Override
    public void remove(String host) {
        hosts.remove(host);
    }

    @Override
    public Decision place(PlacementRequest request) {
        var type = ((Wanted.Exactly) request.wanted()).type();
        for (var host : hosts.values()) {
            var found = new ArrayList<PlacedVgpu>();
            var only = request.where().hosts();
            var isMeant = only.isEmpty() || only.contains(host.id());
            if (host.closed().isPresent() || host.allocation().cordoned() || !isMeant) {
                continue;
            }
            for (var gpu : host.inventory().gpus()) {
                var offered = host.inventory().modelOf(gpu).type(type.token());
                var there =
                        host.allocation().claims().stream()
                                .flatMap(claim -> claim.vgpus().stream())
                                .filter(vgpu -> vgpu.gpu().equals(gpu.id()))
                                .toList();
                if (offered.isEmpty()
                        || there.stream().anyMatch(vgpu -> !vgpu.type().equals(type))) {
                    continue;
                }
                for (var free = offered.get().most() - there.size();
                        free > 0 && found.size() < request.count();
                        free--) {
                    found.add(
                            new PlacedVgpu(
                                    host.id(),
                                    gpu.id(),
                                    type,
                                    Mode.EQUAL_SIZE,
                                    false,
                                    OptionalInt.empty()));
                }
            }
            if (found.size() == request.count()) {
                return new Decision.Placed(request, found, "it is the first with room");
            }
        }
        return new Decision.Refused(
                request,
                List.of(new Decision.Reason(hosts.size(), "", "no GPU has room")),
                Optional.empty());
    }
}

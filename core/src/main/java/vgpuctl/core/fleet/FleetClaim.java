package vgpuctl.core.fleet;

import java.util.List;
import java.util.Optional;

/**
 * vGPUs that somebody holds on a host.
 *
 * @param id chosen by who asks, so that asking again does no harm
 * @param vm the VM that they are for
 * @param apart the word that it shares with claims that must be on other hosts
 * @param resources what its VM takes of the host
 */
public record FleetClaim(
        String id,
        Optional<String> owner,
        Optional<String> vm,
        Optional<String> apart,
        HostResources resources,
        List<ClaimedVgpu> vgpus) {

    public FleetClaim {
        vgpus = List.copyOf(vgpus);
    }

    public FleetClaim with(List<ClaimedVgpu> others) {
        return new FleetClaim(id, owner, vm, apart, resources, others);
    }
}

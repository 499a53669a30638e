package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * vGPUs that somebody holds on a host.
 *
 * @param id chosen by who asks, so that asking again does no harm
 * @param vm the VM that they are for
 * @param apart the word that it shares with claims that must be on other hosts
 * @param resources what its VM takes of the host
 * @param from the host that it is on its way from, which carries it as well until it has arrived;
 *     this host itself where it changes its GPU. Empty where it stays
 */
public record FleetClaim(
        String id,
        Optional<String> owner,
        Optional<String> vm,
        Optional<String> apart,
        HostResources resources,
        List<ClaimedVgpu> vgpus,
        Optional<String> from) {

    public FleetClaim {
        vgpus = List.copyOf(vgpus);
    }

    /** {@code 2 × A40-12Q on 0000:82:00.0}. */
    public String words() {
        var counts = new TreeMap<String, Integer>();
        for (var vgpu : vgpus) {
            counts.merge(vgpu.type().token() + " on " + vgpu.gpu(), 1, Integer::sum);
        }
        var words = new ArrayList<String>();
        counts.forEach((what, count) -> words.add(count == 1 ? what : count + " × " + what));
        return String.join(", ", words);
    }

    /** One that stays where it is. */
    public FleetClaim(
            String id,
            Optional<String> owner,
            Optional<String> vm,
            Optional<String> apart,
            HostResources resources,
            List<ClaimedVgpu> vgpus) {
        this(id, owner, vm, apart, resources, vgpus, Optional.empty());
    }

    public FleetClaim with(List<ClaimedVgpu> others) {
        return new FleetClaim(id, owner, vm, apart, resources, others, from);
    }

    /** The same, on its way from a host. */
    public FleetClaim comingFrom(String host) {
        return new FleetClaim(id, owner, vm, apart, resources, vgpus, Optional.of(host));
    }

    /** The same, where it stays. */
    public FleetClaim arrived() {
        return new FleetClaim(id, owner, vm, apart, resources, vgpus, Optional.empty());
    }

    /** Whether it is another host that has it until it has arrived on this one. */
    public boolean isComingTo(String host) {
        return from.isPresent() && !from.get().equals(host);
    }
}

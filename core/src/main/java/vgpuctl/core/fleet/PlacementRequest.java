package vgpuctl.core.fleet;

import java.util.Optional;
import vgpuctl.core.fit.Wanted;

/**
 * vGPUs that are asked for, all alike.
 *
 * @param claim the id that they are held by
 * @param wanted a type, by its short name too, or what it is for
 * @param count on one host; 0 for a VM that takes processors and memory only. All are on one host,
 *     unless {@link Where#sameHost} says otherwise
 * @param resources what the VM takes of the host beside them
 * @param mayUseHeadroom whether it may take what is kept free for others
 * @param policy empty: the fleet's own
 */
public record PlacementRequest(
        String claim,
        Optional<String> owner,
        Optional<String> vm,
        Wanted wanted,
        int count,
        HostResources resources,
        Where where,
        boolean mayUseHeadroom,
        Optional<PlacementPolicy> policy) {

    public PlacementRequest {
        if (count < (resources.isNone() ? 1 : 0)) {
            throw new IllegalArgumentException(count + " × " + wanted);
        }
    }

    /** Anywhere, for nobody in particular. */
    public static PlacementRequest of(String claim, Wanted wanted, int count) {
        return new PlacementRequest(
                claim,
                Optional.empty(),
                Optional.empty(),
                wanted,
                count,
                HostResources.NONE,
                Where.ANYWHERE,
                false,
                Optional.empty());
    }

    public PlacementRequest forVm(String name) {
        return new PlacementRequest(
                claim,
                owner,
                Optional.of(name),
                wanted,
                count,
                resources,
                where,
                mayUseHeadroom,
                policy);
    }

    public PlacementRequest with(Where other) {
        return new PlacementRequest(
                claim, owner, vm, wanted, count, resources, other, mayUseHeadroom, policy);
    }

    public PlacementRequest with(PlacementPolicy other) {
        return new PlacementRequest(
                claim,
                owner,
                vm,
                wanted,
                count,
                resources,
                where,
                mayUseHeadroom,
                Optional.of(other));
    }

    public PlacementRequest with(HostResources other) {
        return new PlacementRequest(
                claim, owner, vm, wanted, count, other, where, mayUseHeadroom, policy);
    }

    public PlacementRequest with(int other) {
        return new PlacementRequest(
                claim, owner, vm, wanted, other, resources, where, mayUseHeadroom, policy);
    }
}

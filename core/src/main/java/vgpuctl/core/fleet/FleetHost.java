package vgpuctl.core.fleet;

import java.util.Optional;

/**
 * A host as the scheduler sees it.
 *
 * @param closed why nothing new is placed on it now, {@code its agent was not heard since 12:04};
 *     empty where something may be. Its claims hold all the same
 */
public record FleetHost(
        HostInventory inventory, HostAllocation allocation, Optional<String> closed) {

    public FleetHost {
        if (!inventory.host().equals(allocation.host())) {
            throw new IllegalArgumentException(inventory.host() + " is not " + allocation.host());
        }
    }

    public static FleetHost of(HostInventory inventory, HostAllocation allocation) {
        return new FleetHost(inventory, allocation, Optional.empty());
    }

    public String id() {
        return inventory.host();
    }

    public FleetHost with(HostAllocation other) {
        return new FleetHost(inventory, other, closed);
    }
}

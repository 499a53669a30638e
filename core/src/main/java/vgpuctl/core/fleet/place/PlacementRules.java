package vgpuctl.core.fleet.place;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.PlacementPolicy;

/**
 * How a fleet places.
 *
 * @param policy where a request names none
 * @param outlook empty: every size that there is, equally often
 * @param headroom what is kept free
 * @param seed decides between hosts that are as good as each other; 0: the first by name
 */
public record PlacementRules(
        PlacementPolicy policy, Optional<Outlook> outlook, List<Headroom> headroom, long seed) {

    public static final PlacementRules USUAL =
            new PlacementRules(PlacementPolicy.PACK, Optional.empty(), List.of(), 0);

    /**
     * Room that only requests which may use it get.
     *
     * @param count of vGPUs that must stay possible, each for itself
     * @param groups the groups of hosts where; none named: all
     */
    public record Headroom(Wanted wanted, int count, Set<String> groups) {

        public Headroom {
            groups = Set.copyOf(groups);
        }

        String words() {
            return "room for " + count + " × " + wanted.words() + " is kept free";
        }
    }

    public PlacementRules {
        headroom = List.copyOf(headroom);
    }

    public PlacementRules with(Outlook other) {
        return new PlacementRules(policy, Optional.of(other), headroom, seed);
    }

    public PlacementRules with(PlacementPolicy other) {
        return new PlacementRules(other, outlook, headroom, seed);
    }

    public PlacementRules with(List<Headroom> other) {
        return new PlacementRules(policy, outlook, other, seed);
    }

    public PlacementRules with(long other) {
        return new PlacementRules(policy, outlook, headroom, other);
    }
}

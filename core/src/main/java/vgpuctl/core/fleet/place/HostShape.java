package vgpuctl.core.fleet.place;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a host does not change with its claims.
 *
 * @param closed why nothing new is placed on it; a cordoned host too
 * @param slots its GPUs, those that are alike together
 */
record HostShape(
        Optional<String> group,
        Map<String, String> labels,
        String driver,
        Optional<String> closed,
        List<Slot> slots) {

    /**
     * A GPU of the host.
     *
     * @param numa -1 where it is not known
     */
    record Slot(CardSpace space, int numa, Optional<String> unusable) {}
}

package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vgpuctl.core.fit.Mode;

/**
 * What a host is to carry: the unit that is compared and swapped. Only schedulers write it.
 *
 * @param epoch counts how often somebody took the host over, so that an earlier writer is known
 * @param generation counts its changes
 * @param cordoned whether nothing more may be placed on it
 * @param modes of its GPUs by id; one that is missing is equal-size
 * @param claims in the order in which they came
 */
public record HostAllocation(
        String host,
        long epoch,
        long generation,
        boolean cordoned,
        SortedMap<String, Mode> modes,
        List<FleetClaim> claims) {

    public HostAllocation {
        modes = Collections.unmodifiableSortedMap(new TreeMap<>(modes));
        claims = List.copyOf(claims);
        var ids = new HashSet<String>();
        for (var claim : claims) {
            if (!ids.add(claim.id())) {
                throw new IllegalArgumentException("two claims " + claim.id() + " on " + host);
            }
        }
    }

    /** Of a host that is new. */
    public static HostAllocation empty(String host) {
        return new HostAllocation(host, 0, 0, false, new TreeMap<>(Map.of()), List.of());
    }

    public Mode modeOf(String gpu) {
        return modes.getOrDefault(gpu, Mode.EQUAL_SIZE);
    }

    public Optional<FleetClaim> claim(String id) {
        for (var claim : claims) {
            if (claim.id().equals(id)) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /** With a claim more, whose GPUs are in these modes. It must not be there. */
    public HostAllocation with(FleetClaim claim, Map<String, Mode> changed) {
        var more = new ArrayList<>(claims);
        more.add(claim);
        var now = new TreeMap<>(modes);
        now.putAll(changed);
        return next(cordoned, now, more);
    }

    /** With a claim as it is now, in its old place among the others; it must be there. */
    public HostAllocation replacing(FleetClaim claim, Map<String, Mode> changed) {
        var now = new ArrayList<>(claims);
        now.replaceAll(each -> each.id().equals(claim.id()) ? claim : each);
        var nowModes = new TreeMap<>(modes);
        nowModes.putAll(changed);
        return next(cordoned, nowModes, now);
    }

    /** Without a claim; the same where it is not there. */
    public HostAllocation without(String claim) {
        var fewer = new ArrayList<>(claims);
        return fewer.removeIf(each -> each.id().equals(claim))
                ? next(cordoned, modes, fewer)
                : this;
    }

    public HostAllocation cordoned(boolean now) {
        return now == cordoned ? this : next(now, modes, claims);
    }

    public HostAllocation inEpoch(long now) {
        return new HostAllocation(host, now, generation + 1, cordoned, modes, claims);
    }

    private HostAllocation next(
            boolean nowCordoned, SortedMap<String, Mode> nowModes, List<FleetClaim> nowClaims) {
        return new HostAllocation(host, epoch, generation + 1, nowCordoned, nowModes, nowClaims);
    }
}

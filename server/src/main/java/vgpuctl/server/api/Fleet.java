package vgpuctl.server.api;

import java.util.List;
import java.util.Map;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.SeenHost;
import vgpuctl.core.fleet.place.Relocation;

/**
 * The fleet that the daemon's host is of. What its store refuses, and that it gives no answer, are
 * problems.
 */
public interface Fleet {

    /** What this host is called in it. */
    String host();

    /** Where its store is. */
    String store();

    /** The hosts as the store has them by now, by id. A host that is as before is the same one. */
    List<SeenHost> hosts();

    /** Where a request would go now. */
    Decision decide(PlacementRequest request);

    /** Claims what is asked for; refused where there is no place. */
    Claimed request(PlacementRequest request);

    /** What each host holds of a claim; none where nobody holds it. */
    Map<String, FleetClaim> claim(String id);

    /** Gives a claim back; the hosts that carried it, none where nobody did. */
    List<String> release(String id);

    /** Lets nothing new onto a host, or lets it again; false where it was so already. */
    boolean cordon(String host, boolean on);

    /** What emptying a host would move; nothing is changed. */
    Relocation drained(String host);

    /** What could move so that there is more room in one piece; nothing is changed. */
    Relocation defragmented();

    /** What became of a request. */
    sealed interface Claimed {

        /** It is held now. */
        record Granted(Decision.Placed decision) implements Claimed {}

        /** It was held before, by these hosts. */
        record Held(Map<String, FleetClaim> parts) implements Claimed {

            public Held {
                parts = Map.copyOf(parts);
            }
        }

        /** There is no place for it. */
        record Refused(Decision.Refused decision) implements Claimed {}
    }
}

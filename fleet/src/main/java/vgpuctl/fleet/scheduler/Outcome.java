package vgpuctl.fleet.scheduler;

import java.util.List;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.FleetClaim;

/** What became of a request. */
public sealed interface Outcome {

    /** A host's part of a claim. */
    record Part(String host, FleetClaim claim) {}

    /** It is held now. */
    record Granted(Decision.Placed decision, List<Part> parts) implements Outcome {

        public Granted {
            parts = List.copyOf(parts);
        }

        static Granted of(Decision.Placed placed) {
            return new Granted(
                    placed,
                    placed.hosts().stream()
                            .map(host -> new Part(host, placed.claimOn(host)))
                            .toList());
        }
    }

    /** It was held before: the same request, asked again. */
    record Held(List<Part> parts) implements Outcome {

        public Held {
            parts = List.copyOf(parts);
        }
    }

    /** There is no place for it. */
    record Refused(Decision.Refused decision) implements Outcome {}
}

package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.type.TypeName;

/** The answer to a request. */
public sealed interface Decision {

    /**
     * It fits.
     *
     * @param vgpus in the order of their numbers
     * @param why one clause, without a full stop
     */
    record Placed(PlacementRequest request, List<PlacedVgpu> vgpus, String why)
            implements Decision {

        public Placed {
            vgpus = List.copyOf(vgpus);
        }

        /** The hosts that carry it, in the order of the vGPUs. */
        public List<String> hosts() {
            return vgpus.stream().map(PlacedVgpu::host).distinct().toList();
        }

        /** A host's part of the claim. */
        public FleetClaim claimOn(String host) {
            var claimed = new ArrayList<ClaimedVgpu>();
            for (var i = 0; i < vgpus.size(); i++) {
                var vgpu = vgpus.get(i);
                if (vgpu.host().equals(host)) {
                    var uuid = ClaimedVgpu.uuid(request.claim(), i);
                    claimed.add(new ClaimedVgpu(uuid, vgpu.type(), vgpu.gpu(), vgpu.placementId()));
                }
            }
            return new FleetClaim(
                    request.claim(),
                    request.owner(),
                    request.vm(),
                    request.where().apart(),
                    request.resources(),
                    claimed);
        }

        /** What a host is to carry then. */
        public HostAllocation appliedTo(HostAllocation allocation) {
            var modes = new TreeMap<String, Mode>();
            for (var vgpu : vgpus) {
                if (vgpu.host().equals(allocation.host())) {
                    modes.put(vgpu.gpu(), vgpu.mode());
                }
            }
            return allocation.with(claimOn(allocation.host()), modes);
        }
    }

    /**
     * A vGPU of the request and its place.
     *
     * @param mode of the GPU with it
     * @param switched whether the GPU, which is empty, has another mode now
     */
    record PlacedVgpu(
            String host,
            String gpu,
            TypeName type,
            Mode mode,
            boolean switched,
            OptionalInt placementId) {}

    /**
     * It does not fit.
     *
     * @param reasons for each class of hosts, the largest first
     * @param cheapest what would make it fit at the least cost; empty where nothing was found
     */
    record Refused(PlacementRequest request, List<Reason> reasons, Optional<Change> cheapest)
            implements Decision {

        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why hosts cannot take it.
     *
     * @param hosts for which it holds
     * @param example one of them, the first by id; empty where it holds for all
     * @param sentence without a full stop
     */
    record Reason(int hosts, String example, String sentence) {

        /** The same reasons together, most hosts first. */
        public static List<Reason> together(List<Reason> reasons) {
            var byText = new LinkedHashMap<String, Reason>();
            for (var reason : reasons) {
                byText.merge(reason.sentence(), reason, Reason::and);
            }
            var sorted = new ArrayList<>(byText.values());
            sorted.sort((left, right) -> {
                var byHosts = Integer.compare(right.hosts, left.hosts);
                return byHosts != 0 ? byHosts : left.sentence.compareTo(right.sentence);
            });
            return sorted;
        }

        private Reason and(Reason other) {
            var first = example.compareTo(other.example) <= 0 ? example : other.example;
            return new Reason(hosts + other.hosts, first, sentence);
        }
    }

    /** Something that would make a request fit. */
    sealed interface Change {

        /** Without one of the request's own conditions, named in words. */
        record Without(String condition, String host) implements Change {}

        /** Uncordon a host. */
        record Uncordon(String host) implements Change {}

        /** Move vGPUs away first, one after another. */
        record Moves(List<Move> moves) implements Change {

            public Moves {
                moves = List.copyOf(moves);
            }
        }

        /** Ask for fewer. */
        record Fewer(int count) implements Change {}

        /** Ask for a smaller type. */
        record Smaller(String type, String host) implements Change {}

        /** One clause, without a full stop. */
        default String words() {
            return switch (this) {
                case Without(var condition, var host) ->
                        "without " + condition + " it fits on " + host;
                case Uncordon(var host) -> "it fits on " + host + " once that is uncordoned";
                case Moves(var moves) ->
                        "it fits when "
                                + String.join(", and ", moves.stream().map(Move::words).toList());
                case Fewer(var count) -> count + " of them fit";
                case Smaller(var type, var host) -> type + " fits on " + host;
            };
        }
    }

    /** Whether it fits. */
    default boolean fits() {
        return this instanceof Placed;
    }
}

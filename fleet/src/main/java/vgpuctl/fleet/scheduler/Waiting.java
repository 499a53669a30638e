package vgpuctl.fleet.scheduler;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.fleet.PlacementRequest;

/** What waits to be written together with others; it is done by whoever has the turn. */
sealed interface Waiting {

    boolean isDone();

    /** A request. */
    final class Asked implements Waiting {

        private final PlacementRequest request;
        private final long begun = System.nanoTime();
        private Optional<Outcome> outcome = Optional.empty();

        Asked(PlacementRequest request) {
            this.request = request;
        }

        PlacementRequest request() {
            return request;
        }

        /** In this machine's ticks. */
        long begun() {
            return begun;
        }

        /** Empty as long as it is not done. */
        Optional<Outcome> outcome() {
            return outcome;
        }

        void is(Outcome it) {
            outcome = Optional.of(it);
        }

        @Override
        public boolean isDone() {
            return outcome.isPresent();
        }
    }

    /** A claim that is given back. */
    final class Given implements Waiting {

        private final String id;
        private final List<String> hosts;
        private final long revision;
        private boolean done;

        /**
         * As its key was seen.
         *
         * @param hosts that carry it
         */
        Given(String id, List<String> hosts, long revision) {
            this.id = id;
            this.hosts = List.copyOf(hosts);
            this.revision = revision;
        }

        String id() {
            return id;
        }

        List<String> hosts() {
            return hosts;
        }

        long revision() {
            return revision;
        }

        void done() {
            done = true;
        }

        @Override
        public boolean isDone() {
            return done;
        }
    }
}

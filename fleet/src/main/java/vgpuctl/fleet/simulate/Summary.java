package vgpuctl.fleet.simulate;

import java.time.Duration;
import java.util.List;

/** What came out of a simulation, or of its beginning. */
public record Summary(
        Run run,
        Requests requests,
        List<Reason> reasons,
        Latency latency,
        Framebuffer framebuffer) {

    public Summary {
        reasons = List.copyOf(reasons);
    }

    /**
     * How it went.
     *
     * @param hosts that there are
     * @param heard hosts that the store answered last time
     * @param carriedOut hosts that carry what they are to carry
     * @param took in real time
     * @param simulated the time that passed for the requests
     * @param transactions that schedulers wrote
     * @param conflicts transactions that were not done since somebody else was faster
     * @param unanswered transactions of which the store did not say what became
     */
    public record Run(
            int hosts,
            int gpus,
            int heard,
            int carriedOut,
            Duration took,
            Duration simulated,
            long transactions,
            long conflicts,
            long unanswered) {}

    /** How many there were. */
    public record Requests(long granted, long refused, long unclear, long released) {

        /** Those that were decided. */
        public long decided() {
            return granted + refused;
        }
    }

    /** Why requests were refused: what most hosts said. */
    public record Reason(String sentence, long requests) {}

    /** How long a grant took, from the request to the answer, in real time. */
    public record Latency(Duration p50, Duration p99, Duration most) {}

    /** Of the whole fleet, and how many percent of it are claimed; the mean over simulated time. */
    public record Framebuffer(long mib, double now, double most, double mean) {}

    public double decisionsPerSecond() {
        var seconds = run.took().toNanos() / 1e9;
        return seconds == 0 ? 0 : requests.decided() / seconds;
    }
}

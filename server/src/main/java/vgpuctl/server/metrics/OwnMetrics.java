package vgpuctl.server.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.server.usage.Meter;

/** What the daemon itself did: changes by command and outcome, and how long they took. */
public final class OwnMetrics {

    private static final double[] BUCKETS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

    private static final String LATENCY = "vgpuctl_operation_duration_seconds";
    private static final String LATENCY_HELP = "How long changes took, with their wait.";

    private final Map<Ended, Long> ended = new TreeMap<>();
    private final Map<String, Latency> latencies = new TreeMap<>();

    private Optional<Meter> meter = Optional.empty();

    private record Ended(String command, String outcome) implements Comparable<Ended> {
        @Override
        public int compareTo(Ended other) {
            var byCommand = command.compareTo(other.command);
            return byCommand != 0 ? byCommand : outcome.compareTo(other.outcome);
        }
    }

    private static final class Latency {
        private final long[] counts = new long[BUCKETS.length];
        private long count;
        private double sum;

        void add(double seconds) {
            count++;
            sum += seconds;
            for (var i = 0; i < BUCKETS.length; i++) {
                counts[i] += seconds <= BUCKETS[i] ? 1 : 0;
            }
        }
    }

    /** A change is over. */
    public synchronized void ended(String command, String outcome, Duration took) {
        ended.merge(new Ended(command, outcome), 1L, Long::sum);
        latencies.computeIfAbsent(command, _ -> new Latency()).add(took.toNanos() / 1e9);
    }

    /** What it adds up is written, too. */
    public synchronized void metered(Meter of) {
        meter = Optional.of(of);
    }

    synchronized void write(Exposition out) {
        meter.ifPresent(of -> write(out, of));
        ended.forEach((key, count) ->
                out.counter(
                        "vgpuctl_operations_total",
                        "Changes by command and outcome: done, or the kind of the refusal.",
                        count,
                        "command",
                        key.command(),
                        "outcome",
                        key.outcome()));
        latencies.forEach((command, latency) -> write(out, command, latency));
    }

    private static void write(Exposition out, Meter meter) {
        meter.ofThisRun()
                .forEach((use, time) ->
                        out.counter(
                                "vgpuctl_vgpu_seconds_total",
                                "How long vGPUs were active, by whose and of what type they are.",
                                time.toMillis() / 1000.0,
                                "owner",
                                use.owner(),
                                "type",
                                use.type(),
                                "host",
                                meter.host()));
        out.counter(
                "vgpuctl_usage_missed_seconds_total",
                "How long nobody looked, so that nothing was counted.",
                meter.missed().toMillis() / 1000.0);
    }

    private static void write(Exposition out, String command, Latency latency) {
        for (var i = 0; i < BUCKETS.length; i++) {
            var most = Double.toString(BUCKETS[i]);
            bucket(out, command, most, (double) latency.counts[i]);
        }
        bucket(out, command, "+Inf", (double) latency.count);
        out.histogram(LATENCY, LATENCY_HELP, "_sum", latency.sum, "command", command);
        out.histogram(LATENCY, LATENCY_HELP, "_count", (double) latency.count, "command", command);
    }

    private static void bucket(Exposition out, String command, String most, double count) {
        out.histogram(LATENCY, LATENCY_HELP, "_bucket", count, "command", command, "le", most);
    }
}

package vgpuctl.fleet.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.core.fleet.Decision;
import vgpuctl.fleet.scheduler.Outcome;

/** What became of the requests so far. Any number of threads may tell it. */
final class Tally {

    private final long totalMib;
    private final Map<String, Long> heldMib = new HashMap<>();
    private final Map<String, Long> reasons = new HashMap<>();
    private long[] nanos = new long[1024];
    private int granted;
    private long refused;
    private long unclear;
    private long released;
    private long allocatedMib;
    private long mostMib;
    private Duration last = Duration.ZERO;
    private double mibSeconds;

    /**
     * A tally.
     *
     * @param totalMib the frame buffer of the whole fleet
     */
    Tally(long totalMib) {
        this.totalMib = totalMib;
    }

    synchronized void granted(String id, Outcome outcome, Duration at, long time) {
        if (granted == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * nanos.length);
        }
        nanos[granted++] = time;
        hold(id, mib(outcome), at);
    }

    private static long mib(Outcome outcome) {
        var parts =
                switch (outcome) {
                    case Outcome.Granted(_, var those) -> those;
                    case Outcome.Held(var those) -> those;
                    case Outcome.Refused _ -> List.<Outcome.Part>of();
                };
        return parts.stream()
                .flatMap(part -> part.claim().vgpus().stream())
                .mapToLong(vgpu -> vgpu.type().framebufferMib().orElse(0))
                .sum();
    }

    private void hold(String id, long mib, Duration at) {
        passTo(at);
        heldMib.put(id, mib);
        allocatedMib += mib;
        mostMib = Math.max(mostMib, allocatedMib);
    }

    private void passTo(Duration at) {
        if (at.compareTo(last) > 0) {
            mibSeconds += allocatedMib * (at.minus(last).toNanos() / 1e9);
            last = at;
        }
    }

    synchronized void refused(Decision.Refused refusal, Duration at) {
        passTo(at);
        refused++;
        // Those that most hosts give: the first.
        var reason =
                refusal.reasons().isEmpty()
                        ? "there are no hosts"
                        : refusal.reasons().getFirst().sentence();
        reasons.merge(reason, 1L, Long::sum);
    }

    synchronized void unclear() {
        unclear++;
    }

    synchronized void released(String id, Duration at) {
        passTo(at);
        var mib = heldMib.remove(id);
        allocatedMib -= mib == null ? 0 : mib;
        released++;
    }

    /** So far, apart from what the simulation itself knows. */
    synchronized Summary summary(Summary.Run run) {
        var times = Arrays.copyOf(nanos, granted);
        Arrays.sort(times);
        var byCount = new ArrayList<>(reasons.entrySet());
        byCount.sort(
                Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()));
        return new Summary(
                run,
                new Summary.Requests(granted, refused, unclear, released),
                byCount.stream()
                        .map(entry -> new Summary.Reason(entry.getKey(), entry.getValue()))
                        .toList(),
                new Summary.Latency(at(times, 0.5), at(times, 0.99), at(times, 1)),
                new Summary.Framebuffer(
                        totalMib,
                        share((double) allocatedMib),
                        share((double) mostMib),
                        last.isZero() ? 0 : share(mibSeconds / (last.toNanos() / 1e9))));
    }

    private double share(double mib) {
        return totalMib == 0 ? 0 : 100.0 * mib / totalMib;
    }

    private static Duration at(long[] sorted, double part) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(
                        sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))]);
    }
}

package vgpuctl.server.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.server.usage.UsageDay.Gap;

/**
 * Adds up how long vGPUs were seen active. Between two looks a vGPU counts where both saw it, the
 * same and the same owner's: what comes or goes costs at most the time between two looks.
 */
public final class Meter {

    /** Looks that are further apart do not belong together. */
    static final Duration MOST_APART = Duration.ofMinutes(3);

    /** Between two writes: what is lost where the daemon is killed. */
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

    /** By so much a clock may be trimmed while two clocks are read. */
    private static final Duration TRIMMED = Duration.ofSeconds(2);

    private static final int DAYS_KEPT = 400;

    private final String host;
    private final Days days;
    private final Clock clock;
    private final LongSupplier nanoseconds;
    private final Consumer<String> log;

    private final Map<Use, Duration> ofThisRun = new TreeMap<>();
    private Duration missed = Duration.ZERO;
    private Optional<Look> last = Optional.empty();
    private Optional<Kept> kept = Optional.empty();
    private long written;
    private boolean isTroubled;

    /** What a look saw, and when: by the clock on the wall, and by one that nobody sets. */
    private record Look(Instant time, long nanoseconds, Map<UUID, Use> seen) {}

    /** A day, and under which name it is kept. */
    private record Kept(String name, UsageDay day) {}

    /**
     * A meter.
     *
     * @param nanoseconds of a clock that only goes on
     * @param log takes a sentence for whoever runs the daemon
     */
    public Meter(
            String host, Days days, Clock clock, LongSupplier nanoseconds, Consumer<String> log) {
        this.host = host;
        this.days = days;
        this.clock = clock;
        this.nanoseconds = nanoseconds;
        this.log = log;
    }

    /** Takes down what is there now. */
    public void saw(HostSnapshot snapshot) {
        saw(seen(snapshot));
    }

    synchronized void saw(Map<UUID, Use> seen) {
        var now = new Look(clock.instant(), nanoseconds.getAsLong(), Map.copyOf(seen));
        var day = kept(now.time());
        last.ifPresent(before -> count(before, now, day.day()));
        day.day().seenAt(now.time());
        var isFirst = last.isEmpty();
        last = Optional.of(now);
        if (isFirst || now.nanoseconds() - written >= BETWEEN_WRITES.toNanos()) {
            write();
        }
    }

    private static Map<UUID, Use> seen(HostSnapshot snapshot) {
        var seen = new HashMap<UUID, Use>();
        for (var vgpu : snapshot.vgpus()) {
            if (vgpu.active()) {
                var vm = vgpu.record().flatMap(record -> record.claim().vm());
                var owner = vgpu.owner().or(() -> vm).orElse("");
                seen.put(vgpu.uuid(), new Use(owner, vgpu.typeToken()));
            }
        }
        return seen;
    }

    private void count(Look before, Look now, UsageDay day) {
        var time = Duration.ofNanos(now.nanoseconds() - before.nanoseconds());
        if (time.compareTo(MOST_APART) > 0) {
            miss(day, new Gap(now.time().minus(time), now.time(), "nobody looked"));
            return;
        }
        var set = Duration.between(before.time(), now.time()).minus(time);
        if (set.abs().compareTo(TRIMMED) > 0) {
            // The hours are the clock's; how long they took is not.
            day.add(new Gap(before.time().plus(time), now.time(), "the clock was set"));
        }
        now.seen()
                .forEach((uuid, use) -> {
                    if (use.equals(before.seen().get(uuid))) {
                        day.add(now.time(), use, time);
                        ofThisRun.merge(use.ofFewOwners(), time, Duration::plus);
                    }
                });
    }

    private void miss(UsageDay day, Gap gap) {
        day.add(gap);
        var length = Duration.between(gap.from(), gap.to());
        missed = length.isNegative() ? missed : missed.plus(length);
    }

    // ---- days ----

    private Kept kept(Instant now) {
        var today = UsageDay.dayOf(now);
        if (kept.filter(of -> of.day().day().equals(today)).isPresent()) {
            return kept.get();
        }
        if (kept.isPresent()) {
            write();
        }
        var isStart = kept.isEmpty();
        var before = isStart ? lastSeen() : Optional.<Instant>empty();
        var opened = opened(today, now);
        kept = Optional.of(opened);
        before.ifPresent(seen ->
                miss(
                        opened.day(),
                        new Gap(
                                seen,
                                now,
                                now.isBefore(seen)
                                        ? "the daemon did not run, and the clock was set back"
                                        : "the daemon did not run")));
        forgetOld(today);
        return opened;
    }

    /** When an earlier run looked for the last time. */
    private Optional<Instant> lastSeen() {
        var latest = Optional.<Instant>empty();
        for (var name : days.names()) {
            var until = days.read(name).flatMap(UsageDay::of).map(UsageDay::until);
            if (until.isPresent() && latest.filter(until.get()::isBefore).isEmpty()) {
                latest = until;
            }
        }
        return latest;
    }

    /** The day as it was left; beside one that cannot be read, which is left as it is. */
    private Kept opened(LocalDate today, Instant now) {
        for (var number = 1; ; number++) {
            var name = today + (number == 1 ? "" : "-" + number);
            var text = days.read(name);
            var day =
                    text.isEmpty()
                            ? Optional.of(new UsageDay(host, today, now))
                            : UsageDay.of(text.get());
            if (day.isPresent()) {
                return new Kept(name, day.get());
            }
            log.accept("what was used on " + name + " cannot be read, and is left as it is");
        }
    }

    private void forgetOld(LocalDate today) {
        var oldest = today.minusDays(DAYS_KEPT).toString();
        for (var name : days.names()) {
            if (name.compareTo(oldest) < 0) {
                days.delete(name);
            }
        }
    }

    /** Keeps what is known by now. */
    public synchronized void write() {
        if (kept.isEmpty()) {
            return;
        }
        written = nanoseconds.getAsLong();
        try {
            days.write(kept.get().name(), kept.get().day().write());
            isTroubled = false;
        } catch (ProblemException e) {
            if (!isTroubled) {
                log.accept("what is used cannot be kept: " + e.problem().reason());
            }
            isTroubled = true;
        }
    }

    /** How long each was used since the daemon was started; all claims of a fleet are one owner. */
    public synchronized Map<Use, Duration> ofThisRun() {
        return new TreeMap<>(ofThisRun);
    }

    /** What the host is called. */
    public String host() {
        return host;
    }

    /** How much of the time was missed, what was before the start of the daemon included. */
    public synchronized Duration missed() {
        return missed;
    }
}

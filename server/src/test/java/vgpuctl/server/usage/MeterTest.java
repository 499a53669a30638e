package vgpuctl.server.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.server.usage.UsageReport.By;

/** What is added up, and what is said not to be known. */
class MeterTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Use ML = new Use("ml", "A40-12Q");
    private static final Use WEB = new Use("web", "A40-8Q");

    private final InMemoryDays days = new InMemoryDays();
    private final List<String> log = new ArrayList<>();
    private Instant wall = Instant.parse("2026-11-27T11:00:00Z");
    private long nanoseconds = 5_000_000_000L;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return wall;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };

    private Meter meter() {
        return new Meter("h1", days, clock, () -> nanoseconds, log::add);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanoseconds += time.toNanos();
    }

    private void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    private UsageReport report(By... by) {
        return UsageReport.of(days, Instant.EPOCH, Instant.MAX, List.of(by));
    }

    private List<String> gaps() {
        return report(By.OWNER).gaps().stream()
                .map(gap -> gap.from() + " " + gap.to() + " " + gap.why())
                .toList();
    }

    @Test
    void claimsOfAFleetAreOneOwnerInMetricsAndEachItsOwnInTheDays() {
        var meter = meter();
        var one = new Use("fleet:ml-1", "A40-8Q");
        var other = new Use("fleet:ml-2", "A40-8Q");
        meter.saw(Map.of(ONE, one, OTHER, other));
        pass(15);
        meter.saw(Map.of(ONE, one, OTHER, other));
        meter.write();

        assertThat(meter.ofThisRun())
                .containsExactly(Map.entry(new Use("fleet", "A40-8Q"), Duration.ofSeconds(30)));
        assertThat(report(By.OWNER).rows())
                .containsExactly(
                        Map.entry(List.of("fleet:ml-1"), Duration.ofSeconds(15)),
                        Map.entry(List.of("fleet:ml-2"), Duration.ofSeconds(15)));
    }

    @Test
    void aVgpuCountsBetweenLooksThatBothSawIt() {
        var meter = meter();
        meter.saw(Map.of());
        pass(10);
        meter.saw(Map.of(ONE, ML));
        pass(15);
        meter.saw(Map.of(ONE, ML, OTHER, WEB));
        pass(15);
        meter.saw(Map.of(ONE, ML, OTHER, WEB));
        pass(15);
        meter.saw(Map.of(OTHER, WEB));
        meter.write();

        assertThat(report(By.OWNER, By.TYPE, By.HOST).rows())
                .containsExactly(
                        Map.entry(List.of("ml", "A40-12Q", "h1"), Duration.ofSeconds(30)),
                        Map.entry(List.of("web", "A40-8Q", "h1"), Duration.ofSeconds(30)));
        assertThat(meter.ofThisRun()).containsEntry(ML, Duration.ofSeconds(30));
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whoGetsAVgpuOfAnotherPaysForNothingBeforeThat() {
        var meter = meter();
        meter.saw(Map.of(ONE, ML));
        pass(15);
        meter.saw(Map.of(ONE, WEB));
        pass(15);
        meter.saw(Map.of(ONE, WEB));
        meter.write();

        assertThat(report(By.OWNER).rows())
                .containsExactly(Map.entry(List.of("web"), Duration.ofSeconds(15)));
    }

    @Test
    void aRestartGoesOnAndSaysWhatItMissed() {
        var meter = meter();
        meter.saw(Map.of(ONE, ML));
        pass(60);
        meter.saw(Map.of(ONE, ML));
        meter.write();
        pass(600);
        nanoseconds = 1;
        var next = meter();
        next.saw(Map.of(ONE, ML));
        pass(30);
        next.saw(Map.of(ONE, ML));
        next.write();

        assertThat(report(By.OWNER).rows())
                .containsExactly(Map.entry(List.of("ml"), Duration.ofSeconds(90)));
        assertThat(gaps())
                .containsExactly(
                        "2026-11-27T11:01:00Z 2026-11-27T11:11:00Z the daemon did not run");
        assertThat(next.missed()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whoIsKilledLosesAMinuteAndSaysSo() {
        var meter = meter();
        for (var looks = 0; looks < 20; looks++) {
            meter.saw(Map.of(ONE, ML));
            pass(15);
        }
        // Nothing is written any more: it was killed.
        var next = meter();
        next.saw(Map.of(ONE, ML));

        var counted = report(By.OWNER).rows().getOrDefault(List.of("ml"), Duration.ZERO);
        assertThat(counted)
                .isBetween(Duration.ofSeconds(19 * 15 - 60), Duration.ofSeconds(19 * 15));
        var gap = report(By.OWNER).gaps().getFirst();
        assertThat(counted.plus(Duration.between(gap.from(), gap.to())))
                .as("what was counted, and what is said to be missing, is all")
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aClockThatIsSetChangesNoDuration() {
        for (var jump : List.of(Duration.ofDays(3), Duration.ofHours(-5), Duration.ofDays(-40))) {
            days.texts.clear();
            var meter = meter();
            meter.saw(Map.of(ONE, ML));
            pass(15);
            wall = wall.plus(jump);
            meter.saw(Map.of(ONE, ML));
            pass(15);
            meter.saw(Map.of(ONE, ML));
            meter.write();

            assertThat(report(By.OWNER).rows())
                    .as(jump.toString())
                    .containsExactly(Map.entry(List.of("ml"), Duration.ofSeconds(30)));
            assertThat(gaps()).singleElement().asString().endsWith("the clock was set");
        }
    }

    @Test
    void aClockThatIsTrimmedIsNoNews() {
        var meter = meter();
        meter.saw(Map.of(ONE, ML));
        pass(15);
        wall = wall.plusMillis(900);
        meter.saw(Map.of(ONE, ML));
        meter.write();

        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatNobodyLookedAtIsAGap() {
        var meter = meter();
        meter.saw(Map.of(ONE, ML));
        pass(181);
        meter.saw(Map.of(ONE, ML));
        meter.write();

        assertThat(report(By.OWNER).rows()).isEmpty();
        assertThat(gaps())
                .containsExactly("2026-11-27T11:00:00Z 2026-11-27T11:03:01Z nobody looked");
    }

    @Test
    void eachDayAndHourHasItsOwn() {
        wall = Instant.parse("2026-11-27T23:59:30Z");
        var meter = meter();
        for (var looks = 0; looks < 9; looks++) {
            meter.saw(Map.of(ONE, ML));
            pass(15);
        }
        meter.write();

        assertThat(report(By.DAY).rows())
                .containsExactly(
                        Map.entry(List.of("2026-11-27"), Duration.ofSeconds(15)),
                        Map.entry(List.of("2026-11-28"), Duration.ofSeconds(105)));
        assertThat(report(By.HOUR).rows())
                .containsOnlyKeys(List.of("2026-11-27T23:00:00Z"), List.of("2026-11-28T00:00:00Z"));
        assertThat(
                        UsageReport.of(
                                        days,
                                        Instant.parse("2026-11-28T00:00:00Z"),
                                        Instant.MAX,
                                        List.of(By.OWNER))
                                .rows())
                .containsExactly(Map.entry(List.of("ml"), Duration.ofSeconds(105)));
        assertThat(days.names()).containsExactly("2026-11-27", "2026-11-28");
    }

    @Test
    void whatCannotBeReadIsLeftAsItIs() {
        for (var spoilt : List.of("", "{", "{\"kind\":\"Usage\",\"version\":2}", "[]")) {
            days.texts.clear();
            log.clear();
            days.texts.put("2026-11-27", spoilt);
            var meter = meter();
            meter.saw(Map.of(ONE, ML));
            pass(15);
            meter.saw(Map.of(ONE, ML));
            meter.write();

            assertThat(days.texts).containsEntry("2026-11-27", spoilt).containsKey("2026-11-27-2");
            assertThat(log).singleElement().asString().contains("cannot be read");
            assertThat(report(By.OWNER).unreadable()).containsExactly("2026-11-27");
            assertThat(report(By.OWNER).rows())
                    .containsExactly(Map.entry(List.of("ml"), Duration.ofSeconds(15)));
        }
    }

    @Test
    void aYearAndAMonthAreKept() {
        days.texts.put("2025-10-01", "long ago");
        days.texts.put("2026-10-01", "not so long ago");
        meter().saw(Map.of());

        assertThat(days.names()).containsExactly("2026-10-01", "2026-11-27");
    }

    /** Each that comes or goes may cost what lies between two looks. */
    @Test
    void whateverComesAndGoesIsCountedNearly() {
        for (var seed = 0; seed < 200; seed++) {
            days.texts.clear();
            wall = Instant.parse("2026-11-27T11:00:00Z");
            nanoseconds = 0;
            var random = new Random(seed);
            var meter = meter();
            var there = new HashMap<UUID, Use>();
            var truth = Duration.ZERO;
            var changes = 0;
            var sinceLook = 0;
            for (var second = 0; second < 7200; second++) {
                if (random.nextInt(40) == 0) {
                    var uuid = new UUID(0, random.nextInt(6));
                    if (there.remove(uuid) == null) {
                        there.put(uuid, ML);
                    }
                    changes++;
                }
                if (random.nextInt(500) == 0) {
                    wall = wall.plusSeconds(random.nextInt(20_000) - 10_000);
                }
                if (sinceLook-- == 0) {
                    meter.saw(there);
                    sinceLook = random.nextInt(15);
                }
                truth = truth.plusSeconds(there.size());
                pass(1);
            }
            meter.saw(there);
            meter.write();

            var counted = report(By.OWNER).rows().getOrDefault(List.of("ml"), Duration.ZERO);
            var slack = Duration.ofSeconds(15L * changes);
            assertThat(counted).as("seed " + seed).isBetween(truth.minus(slack), truth.plus(slack));
        }
    }
}

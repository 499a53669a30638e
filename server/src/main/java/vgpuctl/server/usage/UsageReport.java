package vgpuctl.server.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.server.usage.UsageDay.Gap;

/**
 * What was used from one hour to another.
 *
 * @param by the columns
 * @param rows of as many values, and how long
 * @param gaps that touch that time
 * @param unreadable days that are kept and cannot be read
 */
public record UsageReport(
        List<By> by, Map<List<String>, Duration> rows, List<Gap> gaps, List<String> unreadable) {

    /** What it can be added up by. */
    public enum By {
        OWNER,
        TYPE,
        HOST,
        DAY,
        HOUR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<By> named(String word) {
            for (var by : values()) {
                if (by.word().equals(word)) {
                    return Optional.of(by);
                }
            }
            return Optional.empty();
        }

        private String value(String host, Instant hour, Use use) {
            return switch (this) {
                case OWNER -> use.owner();
                case TYPE -> use.type();
                case HOST -> host;
                case DAY -> UsageDay.dayOf(hour).toString();
                case HOUR -> hour.toString();
            };
        }
    }

    /**
     * Adds up what is kept.
     *
     * @param since hours that end before it are left out
     * @param until hours that begin then or later are left out
     */
    public static UsageReport of(Days days, Instant since, Instant until, List<By> by) {
        var rows = new TreeMap<List<String>, Duration>(UsageReport::compare);
        var gaps = new ArrayList<Gap>();
        var unreadable = new ArrayList<String>();
        for (var name : days.names()) {
            var day = days.read(name).flatMap(UsageDay::of);
            if (day.isEmpty()) {
                unreadable.add(name);
                continue;
            }
            day.get()
                    .read((hour, use, time) -> {
                        if (hour.plus(Duration.ofHours(1)).isAfter(since) && hour.isBefore(until)) {
                            rows.merge(
                                    values(by, day.get().host(), hour, use), time, Duration::plus);
                        }
                    });
            for (var gap : day.get().gaps()) {
                if (touches(gap, since, until)) {
                    gaps.add(gap);
                }
            }
        }
        return new UsageReport(List.copyOf(by), rows, gaps, unreadable);
    }

    /** Where the clock was set back, a gap ends before it begins. */
    private static boolean touches(Gap gap, Instant since, Instant until) {
        var isBack = gap.to().isBefore(gap.from());
        var begin = isBack ? gap.to() : gap.from();
        var end = isBack ? gap.from() : gap.to();
        return end.isAfter(since) && begin.isBefore(until);
    }

    private static List<String> values(List<By> by, String host, Instant hour, Use use) {
        return by.stream().map(each -> each.value(host, hour, use)).toList();
    }

    private static int compare(List<String> left, List<String> right) {
        for (var i = 0; i < left.size(); i++) {
            var order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}

package vgpuctl.server.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;

/** What was used on a host on one day (UTC), hour by hour, and when nobody looked. */
public final class UsageDay {

    private static final String KIND = "Usage";
    private static final int VERSION = 1;

    /**
     * A time of which nothing is known.
     *
     * @param to before {@code from} where the clock was set back
     * @param why one clause, without a full stop
     */
    public record Gap(Instant from, Instant to, String why) {}

    /** An hour of the day, and what was used in it. */
    private record Cell(int hour, Use use) implements Comparable<Cell> {

        @Override
        public int compareTo(Cell other) {
            return hour != other.hour
                    ? Integer.compare(hour, other.hour)
                    : use.compareTo(other.use);
        }
    }

    private final String host;
    private final LocalDate day;
    private final Map<Cell, Duration> used = new TreeMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private Instant until;

    /** A day of which nothing is known yet. */
    UsageDay(String host, LocalDate day, Instant until) {
        this.host = host;
        this.day = day;
        this.until = until;
    }

    static LocalDate dayOf(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    public String host() {
        return host;
    }

    LocalDate day() {
        return day;
    }

    /** When it was last looked at. */
    Instant until() {
        return until;
    }

    public List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    void seenAt(Instant time) {
        until = time;
    }

    void add(Instant when, Use use, Duration time) {
        var hour = when.atZone(ZoneOffset.UTC).getHour();
        used.merge(new Cell(hour, use), time, Duration::plus);
    }

    void add(Gap gap) {
        gaps.add(gap);
    }

    /** Is told what was used in an hour. */
    interface Reader {
        void hour(Instant begin, Use use, Duration time);
    }

    void read(Reader reader) {
        used.forEach((cell, time) ->
                reader.hour(
                        day.atTime(cell.hour(), 0).toInstant(ZoneOffset.UTC), cell.use(), time));
    }

    /** As a text that {@link #of} reads. */
    String write() {
        var hours = new ArrayList<Json>();
        used.forEach((cell, time) ->
                hours.add(
                        JsonObject.builder()
                                .put("hour", cell.hour())
                                .put("owner", cell.use().owner())
                                .put("type", cell.use().type())
                                .put("milliseconds", time.toMillis())
                                .build()));
        var missed = new ArrayList<Json>();
        for (var gap : gaps) {
            missed.add(
                    JsonObject.builder()
                            .put("from", gap.from().toString())
                            .put("to", gap.to().toString())
                            .put("why", gap.why())
                            .build());
        }
        return JsonWriter.compact(
                        JsonObject.builder()
                                .put("kind", KIND)
                                .put("version", VERSION)
                                .put("host", host)
                                .put("day", day.toString())
                                .put("until", until.toString())
                                .put("hours", new JsonArray(hours))
                                .put("gaps", new JsonArray(missed))
                                .build())
                + "\n";
    }

    /** Empty where the text is none of ours, or is spoilt: nothing of it is guessed. */
    static Optional<UsageDay> of(String text) {
        try {
            return JsonReader.readObject(text).flatMap(UsageDay::of);
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<UsageDay> of(JsonObject json) {
        var host = json.string("host");
        var day = json.string("day").map(LocalDate::parse);
        var until = json.string("until").map(Instant::parse);
        if (!json.string("kind").equals(Optional.of(KIND))
                || json.wholeNumber("version").orElse(0) != VERSION
                || host.isEmpty()
                || day.isEmpty()
                || until.isEmpty()) {
            return Optional.empty();
        }
        var read = new UsageDay(host.get(), day.get(), until.get());
        return read.readHours(json) && read.readGaps(json) ? Optional.of(read) : Optional.empty();
    }

    private boolean readHours(JsonObject json) {
        for (var item : items(json, "hours")) {
            var hour = item.wholeNumber("hour").orElse(-1);
            var owner = item.string("owner");
            var type = item.string("type");
            var time = item.wholeNumber("milliseconds").orElse(-1);
            if (hour < 0 || hour > 23 || owner.isEmpty() || type.isEmpty() || time < 0) {
                return false;
            }
            used.merge(
                    new Cell((int) hour, new Use(owner.get(), type.get())),
                    Duration.ofMillis(time),
                    Duration::plus);
        }
        return true;
    }

    private boolean readGaps(JsonObject json) {
        for (var item : items(json, "gaps")) {
            var from = item.string("from").map(Instant::parse);
            var to = item.string("to").map(Instant::parse);
            if (from.isEmpty() || to.isEmpty()) {
                return false;
            }
            gaps.add(new Gap(from.get(), to.get(), item.string("why").orElse("")));
        }
        return true;
    }

    private static List<JsonObject> items(JsonObject json, String name) {
        var items = new ArrayList<JsonObject>();
        for (var item : json.array(name).orElseGet(JsonArray::of).items()) {
            items.add(item instanceof JsonObject object ? object : JsonObject.builder().build());
        }
        return items;
    }
}

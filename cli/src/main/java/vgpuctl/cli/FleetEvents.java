package vgpuctl.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.events.Chronicle;
import vgpuctl.fleet.events.Event;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Watch;

/** {@code fleet events}: a line for each change, until its time is over or nobody reads it. */
final class FleetEvents {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smh]?)");

    private static final DateTimeFormatter FOR_PEOPLE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

    private final Parsed line;
    private final Store store;
    private final Keys keys;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock = Clock.systemUTC();
    private final Chronicle chronicle;
    private String said = "";

    FleetEvents(Parsed line, Store store, Keys keys, PrintStream out, PrintStream err) {
        this.line = line;
        this.store = store;
        this.keys = keys;
        this.out = out;
        this.err = err;
        chronicle = new Chronicle(keys);
    }

    int follow() {
        var end = line.optional("for").map(FleetEvents::duration).map(time -> nanos() + time);
        var isTold = line.flag("now");
        while (!isOver(end)) {
            try {
                var listing = store.list(keys.hosts());
                var events = chronicle.listed(listing.entries());
                if (isTold) {
                    print(events);
                }
                // From the first listing on: what a failure hid is told when it is over.
                isTold = true;
                said = "";
                follow(listing.revision() + 1, end);
            } catch (StoreException e) {
                tellOnce(e.problem().reason());
                rest(end);
            }
        }
        return ExitCode.DONE;
    }

    /** Until it is over, or the store does not know all that there was in between. */
    private void follow(long from, Optional<Long> end) {
        try (var watch = store.watch(keys.hosts(), from)) {
            while (!isOver(end)) {
                switch (watch.next(BETWEEN_LOOKS)) {
                    case Watch.Changes(var changes) -> print(chronicle.changed(changes));
                    case Watch.Forgotten _ -> {
                        return;
                    }
                }
            }
        }
    }

    private boolean isOver(Optional<Long> end) {
        // Whoever read what we say is gone.
        return out.checkError() || end.filter(moment -> nanos() - moment > 0).isPresent();
    }

    private static long nanos() {
        return System.nanoTime();
    }

    private void print(List<Event> events) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (var event : events) {
            out.println(words(event, now));
        }
        out.flush();
    }

    private String words(Event event, Instant now) {
        return line.text("output").equals("json")
                ? JsonWriter.compact(event.toJson(now.toString()))
                : FOR_PEOPLE.format(now) + "  " + event.sentence();
    }

    private void tellOnce(String sentence) {
        if (!sentence.equals(said)) {
            said = sentence;
            err.println("note:  " + sentence + "; this goes on when it is there again");
            err.flush();
        }
    }

    private void rest(Optional<Long> end) {
        try {
            for (var waited = 0L;
                    waited < AFTER_A_FAILURE.toMillis() && !isOver(end);
                    waited += BETWEEN_LOOKS.toMillis()) {
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static long duration(String text) {
        var read = DURATION.matcher(text);
        if (!read.matches()) {
            throw new Problem.BadInput(
                            "'" + text + "' is no time that can be waited for",
                            "say it as 90s, 5m or 2h")
                    .thrown();
        }
        var number = Long.parseLong(read.group(1));
        var time =
                switch (read.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofSeconds(number);
                };
        return time.toNanos();
    }
}

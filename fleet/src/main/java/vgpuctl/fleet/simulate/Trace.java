package vgpuctl.fleet.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.problem.Problem;

/**
 * Requests from a CSV file: {@code time,id,wanted,count,duration}, times in seconds, {@code wanted}
 * a type or a need.
 */
public final class Trace {

    private static final String HEADER = "time,id,wanted,count,duration";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,9})?");

    private static final int MOST_PER_REQUEST = 1024;

    private static final int MOST_ERRORS = 10;

    private final String name;
    private final List<String> errors = new ArrayList<>();
    private final HashSet<String> ids = new HashSet<>();

    private Trace(String name) {
        this.name = name;
    }

    /**
     * What a trace asks for, in the order of time.
     *
     * @param name of the file, for errors
     */
    public static List<Arrival> read(String name, String text) {
        return new Trace(name).arrivals(text.lines().toList());
    }

    private List<Arrival> arrivals(List<String> lines) {
        var arrivals = new ArrayList<Arrival>();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            errors.add("line 1: is not '" + HEADER + "'");
        }
        for (var number = 1; number < lines.size() && errors.size() < MOST_ERRORS; number++) {
            var line = lines.get(number).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                arrival(number + 1, line.split(",", -1)).ifPresent(arrivals::add);
            }
        }
        if (errors.isEmpty() && arrivals.isEmpty()) {
            errors.add("it has no request");
        }
        if (!errors.isEmpty()) {
            throw new Problem.BadInput(
                            name + " is no trace: " + String.join("; ", errors),
                            "see docs/fleet-simulate.md")
                    .thrown();
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        return arrivals;
    }

    private Optional<Arrival> arrival(int line, String[] fields) {
        if (fields.length != HEADER.split(",").length) {
            errors.add("line " + line + ": has " + fields.length + " fields");
            return Optional.empty();
        }
        var at = seconds(line, "time", fields[0]);
        var id = fields[1].strip();
        if (!ID.matcher(id).matches()) {
            errors.add("line " + line + ": '" + id + "' cannot be the id of a claim");
        } else if (!ids.add(id)) {
            errors.add("line " + line + ": " + id + " was there before");
        }
        var wanted = Demand.wanted(fields[2].strip());
        if (wanted.isEmpty()) {
            errors.add("line " + line + ": '" + fields[2].strip() + "' is no type and no need");
        }
        var count = Demand.whole(fields[3].strip()).filter(it -> it > 0 && it <= MOST_PER_REQUEST);
        if (count.isEmpty()) {
            errors.add("line " + line + ": count is not 1 to " + MOST_PER_REQUEST);
        }
        var held = seconds(line, "duration", fields[4]);
        return errors.isEmpty()
                ? Optional.of(
                        new Arrival(
                                at.orElseThrow(),
                                id,
                                wanted.orElseThrow(),
                                count.orElseThrow(),
                                held.orElseThrow()))
                : Optional.empty();
    }

    private Optional<Duration> seconds(int line, String what, String text) {
        if (!SECONDS.matcher(text.strip()).matches()) {
            errors.add("line " + line + ": " + what + " is no number of seconds");
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) (Double.parseDouble(text.strip()) * 1e9)));
    }
}

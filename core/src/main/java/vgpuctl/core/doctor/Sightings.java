package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that say the same of one thing: the first few, the last, and how many. */
public final class Sightings {

    private static final int FIRST = 3;

    private final List<Evidence> first = new ArrayList<>();
    private Optional<Line> last = Optional.empty();
    private Optional<Evidence> settled = Optional.empty();
    private long times;

    public void add(Line line) {
        if (first.size() < FIRST) {
            first.add(line.evidence());
        }
        last = Optional.of(line);
        settled = Optional.empty();
        times++;
    }

    /** A line that may show that it is over, and who tells by the line that was seen last. */
    public void settle(Line line, Predicate<Line> settles) {
        if (last.filter(settles).isPresent()) {
            settled = Optional.of(line.evidence());
        }
    }

    public Finding finding(Description rule, String about) {
        var lines = new ArrayList<>(first);
        last.filter(_ -> times > FIRST).ifPresent(line -> lines.add(line.evidence()));
        settled.ifPresent(lines::add);
        var finding = new Finding(rule, rule.severity(), about, lines, times, List.of());
        return settled.isPresent() ? finding.noMoreThan(Severity.NOTICE) : finding;
    }
}

package vgpuctl.core.mig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Says in one sentence why instances cannot be created beside those that are there. */
final class MigReason {

    private final MigGeometry from;
    private final List<MigProfile> wish;

    private MigReason(MigGeometry from, List<MigProfile> wish) {
        this.from = from;
        this.wish = wish;
    }

    /** For a wish that does not fit. */
    static String whyNot(MigGeometry from, Collection<MigProfile> wish) {
        var sorted = wish.stream().sorted(MigProfile::largestFirst).toList();
        var reason = new MigReason(from, sorted);
        return reason.tooMany().or(reason::twoMediaEngines).orElseGet(reason::noPlace);
    }

    private Optional<String> tooMany() {
        for (var profile : wish.stream().distinct().toList()) {
            var count = from.count(profile) + count(wish, profile);
            if (count > profile.maxPerGpu()) {
                return Optional.of(
                        "%s takes at most %s, not %s"
                                .formatted(
                                        from.card(), times(profile.maxPerGpu(), profile), count));
            }
        }
        return Optional.empty();
    }

    private Optional<String> twoMediaEngines() {
        var having = new ArrayList<String>();
        for (var instance : from.instances()) {
            if (instance.profile().hasMediaEngines()) {
                having.add(instance.toString());
            }
        }
        for (var profile : wish) {
            if (profile.hasMediaEngines()) {
                having.add(profile.name());
            }
        }
        return having.size() < 2
                ? Optional.empty()
                : Optional.of("only one of " + and(having) + " can have the media engines");
    }

    /** What fits, the largest first, and the first that does not fit any more beside it. */
    private String noPlace() {
        var placed = new ArrayList<MigProfile>();
        for (var profile : wish) {
            placed.add(profile);
            if (!from.fits(placed)) {
                placed.removeLast();
                return noPlace(placed, profile);
            }
        }
        throw new IllegalStateException(wish + " fits beside " + from.instances());
    }

    private String noPlace(List<MigProfile> placed, MigProfile profile) {
        var all = from.card().positions();
        var taken = from.taken() + placed.stream().mapToInt(MigProfile::size).sum();
        var isOne = from.instances().size() + placed.size() == 1;
        return "%s %s %s memory positions: no place for %s%s"
                .formatted(
                        and(takers(placed)),
                        isOne ? "takes" : "take",
                        taken == all ? "all " + all : taken + " of " + all,
                        placed.contains(profile) || from.count(profile) > 0 ? "another " : "",
                        taken == all ? profile.name() : profile.name() + starts(profile));
    }

    private List<String> takers(List<MigProfile> placed) {
        var takers = new ArrayList<String>();
        from.instances().forEach(instance -> takers.add(instance.toString()));
        var counts = new LinkedHashMap<MigProfile, Integer>();
        placed.forEach(profile -> counts.merge(profile, 1, Integer::sum));
        counts.forEach((profile, count) -> takers.add(times(count, profile)));
        return takers;
    }

    private static String starts(MigProfile profile) {
        var starts = profile.starts().stream().map(String::valueOf).toList();
        return ", which begins at " + list(starts, " or ");
    }

    private static int count(List<MigProfile> wish, MigProfile profile) {
        return (int) wish.stream().filter(profile::equals).count();
    }

    private static String times(int count, MigProfile profile) {
        return count + " × " + profile.name();
    }

    private static String and(List<String> items) {
        return list(items, " and ");
    }

    private static String list(List<String> items, String last) {
        return items.size() == 1
                ? items.getFirst()
                : String.join(", ", items.subList(0, items.size() - 1)) + last + items.getLast();
    }
}

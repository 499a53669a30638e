package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the lines of a {@link Signature}, apart for each thing that they are about. */
final class SignatureWatch implements Watch {

    /** A log may name thousands of devices; who comes later is counted together. */
    private static final int MOST_THINGS = 32;

    private final Signature rule;
    private final Map<String, Sightings> sightings = new LinkedHashMap<>();

    SignatureWatch(Signature rule) {
        this.rule = rule;
    }

    @Override
    public List<String> needles() {
        var all = new ArrayList<>(rule.needles());
        all.addAll(rule.settledBy());
        return all;
    }

    @Override
    public boolean see(Line line, Context context) {
        if (has(line, rule.needles()) && rule.says(line)) {
            sightingsOf(rule.about(line, context)).add(line);
            return true;
        }
        if (has(line, rule.settledBy())) {
            sightings.forEach(
                    (about, seen) -> seen.settle(line, last -> rule.settles(line, last, about)));
        }
        return false;
    }

    private static boolean has(Line line, List<String> words) {
        for (var word : words) {
            if (line.has(word)) {
                return true;
            }
        }
        return false;
    }

    private Sightings sightingsOf(String about) {
        var key = sightings.size() < MOST_THINGS || sightings.containsKey(about) ? about : "";
        return sightings.computeIfAbsent(key, _ -> new Sightings());
    }

    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        sightings.forEach((about, seen) -> findings.add(seen.finding(rule.description(), about)));
        return findings;
    }
}

package vgpuctl.fleet.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.events.Event.Kind;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Watch.Change;

/**
 * Tells what changed from one moment to the next. What one transaction wrote is told together: a
 * claim that leaves one host and is on another moved.
 */
public final class Chronicle {

    private final Keys keys;
    private final Map<String, HostNow> hosts = new TreeMap<>();
    private final Set<String> carried = new HashSet<>();

    public Chronicle(Keys keys) {
        this.keys = keys;
    }

    /** All that there is now, as far as it is other than what was known. */
    public List<Event> listed(List<Entry> entries) {
        var now = new TreeMap<String, HostNow>();
        for (var entry : entries) {
            keys.ofHost(entry.key())
                    .ifPresent(of ->
                            now.merge(
                                    of.host(),
                                    HostNow.nothing(of.host())
                                            .with(of.host(), of.part(), Optional.of(entry.text())),
                                    (before, _) ->
                                            before.with(
                                                    of.host(),
                                                    of.part(),
                                                    Optional.of(entry.text()))));
        }
        hosts.keySet().forEach(host -> now.putIfAbsent(host, HostNow.nothing(host)));
        return told(now);
    }

    /** What changed, in the order in which it did. */
    public List<Event> changed(List<Change> changes) {
        var events = new ArrayList<Event>();
        var together = new TreeMap<String, HostNow>();
        var revision = -1L;
        for (var change : changes) {
            if (change.revision() != revision) {
                events.addAll(told(together));
                together.clear();
                revision = change.revision();
            }
            keys.ofHost(change.key())
                    .ifPresent(of -> {
                        var before = together.getOrDefault(of.host(), known(of.host()));
                        together.put(of.host(), before.with(of.host(), of.part(), change.text()));
                    });
        }
        events.addAll(told(together));
        return events;
    }

    private HostNow known(String host) {
        return hosts.getOrDefault(host, HostNow.nothing(host));
    }

    private List<Event> told(Map<String, HostNow> now) {
        var events = new ArrayList<Event>();
        now.forEach((host, its) -> ofHost(host, known(host), its, events));
        ofClaims(now, events);
        now.forEach((host, its) -> {
            ofCarrying(host, known(host), its, events);
            hosts.put(host, its);
        });
        return events;
    }

    // ---- hosts ----

    private static void ofHost(String host, HostNow before, HostNow now, List<Event> events) {
        if (!before.inventory().equals(now.inventory())) {
            ofInventory(host, before, now, events);
        }
        if (before.isAlive() != now.isAlive()) {
            add(
                    events,
                    now.isAlive() ? Kind.HEARD : Kind.LOST,
                    host,
                    now.isAlive() ? " is heard" : " is not heard any more");
        }
        if (before.allocation().cordoned() != now.allocation().cordoned()) {
            var is = now.allocation().cordoned();
            add(
                    events,
                    is ? Kind.CORDONED : Kind.UNCORDONED,
                    host,
                    is ? " is cordoned" : " takes claims again");
        }
        ofProblems(host, before, now, events);
    }

    private static void ofInventory(String host, HostNow before, HostNow now, List<Event> events) {
        if (before.inventory().isEmpty()) {
            add(events, Kind.JOINED, host, " joined: " + now.words());
        } else if (now.inventory().isEmpty()) {
            add(events, Kind.LEFT, host, " left");
        } else if (!before.words().equals(now.words())) {
            add(events, Kind.CHANGED, host, " has " + now.words());
        }
    }

    private static void ofProblems(String host, HostNow before, HostNow now, List<Event> events) {
        var were = problems(before);
        var are = problems(now);
        for (var problem : are) {
            if (!were.contains(problem)) {
                add(events, Kind.PROBLEM, host, ": " + problem);
            }
        }
        for (var problem : were) {
            if (!are.contains(problem)) {
                add(events, Kind.SOLVED, host, ", no longer: " + problem);
            }
        }
    }

    private static List<String> problems(HostNow host) {
        var problems = new ArrayList<>(host.report().map(Report::problems).orElse(List.of()));
        host.fault().ifPresent(problems::add);
        return problems;
    }

    private static void add(List<Event> events, Kind kind, String host, String words) {
        events.add(new Event(kind, host, Optional.empty(), host + words));
    }

    // ---- claims ----

    private void ofClaims(Map<String, HostNow> now, List<Event> events) {
        var before = new TreeMap<String, Map<String, FleetClaim>>();
        var after = new TreeMap<String, Map<String, FleetClaim>>();
        now.forEach((host, its) -> {
            collect(host, known(host), before);
            collect(host, its, after);
        });
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (var id : ids) {
            ofClaim(before.getOrDefault(id, Map.of()), after.getOrDefault(id, Map.of()), events);
        }
    }

    private static void collect(
            String host, HostNow its, Map<String, Map<String, FleetClaim>> into) {
        for (var claim : its.allocation().claims()) {
            into.computeIfAbsent(claim.id(), _ -> new TreeMap<>()).put(host, claim);
        }
    }

    private static void ofClaim(
            Map<String, FleetClaim> before, Map<String, FleetClaim> after, List<Event> events) {
        after.forEach((host, claim) -> {
            var was = Optional.ofNullable(before.get(host));
            if (was.isPresent()) {
                changed(host, was.get(), claim, events);
            } else {
                came(host, claim, before.keySet(), events);
            }
        });
        if (after.isEmpty()) {
            before.forEach((host, claim) -> gone(host, claim, before.size() > 1, events));
        }
    }

    private static void came(String host, FleetClaim claim, Set<String> from, List<Event> events) {
        if (claim.isComingTo(host)) {
            add(
                    events,
                    Kind.ON_ITS_WAY,
                    host,
                    claim,
                    "is on its way from " + claim.from().orElse("") + " to " + host);
        } else if (from.isEmpty()) {
            add(
                    events,
                    Kind.GRANTED,
                    host,
                    claim,
                    "is granted on " + host + ": " + words(claim) + ofVm(claim));
        } else {
            add(events, Kind.MOVED, host, claim, "is on " + host + " now");
        }
    }

    private static void changed(String host, FleetClaim was, FleetClaim claim, List<Event> events) {
        if (was.isComingTo(host) && claim.from().isEmpty()) {
            add(
                    events,
                    Kind.MOVED,
                    host,
                    claim,
                    "moved from " + was.from().orElse("") + " to " + host);
        } else if (!was.vgpus().equals(claim.vgpus())) {
            add(events, Kind.MOVED, host, claim, "goes on " + host + " to " + words(claim));
        }
    }

    private static void gone(String host, FleetClaim was, boolean isOfSeveral, List<Event> events) {
        if (was.isComingTo(host) && !isOfSeveral) {
            var words = "is not on its way to " + host + " any more: it stays where it was";
            add(events, Kind.TAKEN_BACK, host, was, words);
        } else {
            add(events, Kind.RELEASED, host, was, "is released on " + host);
        }
    }

    private void ofCarrying(String host, HostNow before, HostNow now, List<Event> events) {
        for (var claim : before.allocation().claims()) {
            var is = now.allocation().claim(claim.id());
            if (is.isEmpty() || !is.get().vgpus().equals(claim.vgpus())) {
                carried.remove(host + " " + claim.id());
            }
        }
        for (var claim : now.allocation().claims()) {
            if (now.hasCarriedOut(claim.id()) && carried.add(host + " " + claim.id())) {
                add(events, Kind.CARRIED_OUT, host, claim, "is carried out on " + host);
            }
        }
    }

    private static void add(
            List<Event> events, Kind kind, String host, FleetClaim claim, String words) {
        events.add(new Event(kind, host, Optional.of(claim.id()), claim.id() + " " + words));
    }

    private static String ofVm(FleetClaim claim) {
        return claim.vm().map(vm -> " for " + vm).orElse("");
    }

    private static String words(FleetClaim claim) {
        var counts = new TreeMap<String, Integer>();
        for (ClaimedVgpu vgpu : claim.vgpus()) {
            counts.merge(vgpu.type().token() + " on " + vgpu.gpu(), 1, Integer::sum);
        }
        var words = new ArrayList<String>();
        counts.forEach((what, count) -> words.add(count == 1 ? what : count + " × " + what));
        return String.join(", ", words);
    }
}

package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The classes of hosts that can take a kind of request, best first. A class is scored when it is
 * first met here; what became of the index since is caught up with when the ranking is asked.
 */
final class Ranking {

    private final Ask ask;
    private final Outlook outlook;
    private final PriorityQueue<Ranked> queue = new PriorityQueue<>();
    private final BitSet known = new BitSet();
    private final IdentityHashMap<HostShape, AskOfShape> ofShape = new IdentityHashMap<>();
    private int seen;

    record Ranked(HostClass hosts, long score, long freeMib) implements Comparable<Ranked> {

        /** Of equally good ones that with the least free; of those any, but always the same. */
        @Override
        public int compareTo(Ranked other) {
            var byScore = Long.compare(score, other.score);
            var byFree = byScore != 0 ? byScore : Long.compare(freeMib, other.freeMib);
            return byFree != 0 ? byFree : Long.compare(hosts.hash(), other.hosts.hash());
        }
    }

    /**
     * @param seen how many of those that were born are among the first
     */
    Ranking(Ask ask, Outlook outlook, List<HostClass> first, int seen) {
        this.ask = ask;
        this.outlook = outlook;
        first.forEach(this::meet);
        this.seen = seen;
    }

    /** Before what was born is forgotten. */
    void dropTheDead(List<HostClass> born) {
        catchUp(born);
        queue.removeIf(ranked -> ranked.hosts.hosts().isEmpty());
        seen = 0;
    }

    /** All that there are have new numbers, and each was met. */
    void knowsFirst(int count) {
        known.clear();
        known.set(0, count);
    }

    /** Scores below a thousandth of a MiB are the same. */
    private static final double PARTS = 1000;

    /**
     * @param born the classes that there are, in the order in which they came to be
     */
    void catchUp(List<HostClass> born) {
        for (; seen < born.size(); seen++) {
            meet(born.get(seen));
        }
    }

    private void meet(HostClass hosts) {
        if (!hosts.hosts().isEmpty() && !known.get(hosts.number())) {
            known.set(hosts.number());
            var asked = ofShape.computeIfAbsent(hosts.shape(), it -> new AskOfShape(ask, it));
            Choice.of(hosts, asked, outlook).ifPresent(choice -> add(hosts, choice));
        }
    }

    private void add(HostClass hosts, Choice choice) {
        queue.add(new Ranked(hosts, Math.round(choice.score() * PARTS), hosts.freeMib()));
    }

    /** The best class that has an acceptable host. */
    Optional<PlacedHost> first(Predicate<PlacedHost> isAcceptable) {
        var passed = new ArrayList<Ranked>();
        var found = Optional.<PlacedHost>empty();
        while (found.isEmpty() && !queue.isEmpty()) {
            var best = queue.peek();
            if (best.hosts.hosts().isEmpty()) {
                queue.remove();
                known.clear(best.hosts.number());
                continue;
            }
            found = best.hosts.hosts().stream().filter(isAcceptable).findFirst();
            if (found.isEmpty()) {
                passed.add(queue.remove());
            }
        }
        queue.addAll(passed);
        return found;
    }
}

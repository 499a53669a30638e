package vgpuctl.fleet.proof;

import java.util.TreeMap;

/** Which revision was when, as far as writes of our own tell: each had its place in between. */
final class Clock {

    private record Mark(long begin, long end) {}

    private final TreeMap<Long, Mark> marks = new TreeMap<>();

    /** A write of ours, from its beginning to its answer, and the revision that it got. */
    synchronized void mark(long begin, long end, long revision) {
        marks.put(revision, new Mark(begin, end));
    }

    /** A moment before which the revision surely was not. */
    synchronized long earliest(long revision) {
        var before = marks.lowerEntry(revision);
        return before == null ? Long.MIN_VALUE : before.getValue().begin();
    }

    /** A moment after which it surely was. */
    synchronized long latest(long revision) {
        var after = marks.higherEntry(revision);
        return after == null ? Long.MAX_VALUE : after.getValue().end();
    }

    synchronized int size() {
        return marks.size();
    }
}

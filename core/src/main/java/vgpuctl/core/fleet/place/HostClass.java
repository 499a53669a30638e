package vgpuctl.core.fleet.place;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.fleet.HostResources;

/** Hosts that are in one state: of one shape, with GPUs in the same states. */
final class HostClass {

    private static final long UNCOUNTED = Long.MAX_VALUE;

    private final HostShape shape;
    private final CardState[] cards;
    private final long freeCpu;
    private final long freeMemory;
    private final int hashCode;
    private final long hash;
    private final NavigableSet<PlacedHost> hosts = new TreeSet<>();
    private double fragmentation = Double.NaN;
    private int number = -1;

    HostClass(HostShape shape, CardState[] cards, long freeCpu, long freeMemory) {
        this.shape = shape;
        this.cards = cards;
        this.freeCpu = freeCpu;
        this.freeMemory = freeMemory;
        var sum = shape.slots().size() * 31L + freeCpu * 17 + freeMemory;
        for (var card : cards) {
            sum = Mixing.mix(sum ^ card.hash());
        }
        hash = sum;
        hashCode = (int) sum ^ System.identityHashCode(shape);
    }

    HostShape shape() {
        return shape;
    }

    /** By slot. */
    CardState[] cards() {
        return cards;
    }

    NavigableSet<PlacedHost> hosts() {
        return hosts;
    }

    /** Among those that are known now; -1 before it was met. */
    int number() {
        return number;
    }

    void number(int now) {
        number = now;
    }

    /** Of the content: the same in every run. */
    long hash() {
        return hash;
    }

    boolean has(HostResources wanted) {
        return wanted.cpuMilli() <= freeCpu && wanted.memoryMib() <= freeMemory;
    }

    long freeCpu() {
        return freeCpu;
    }

    long freeMemory() {
        return freeMemory;
    }

    static long minus(long free, long taken) {
        return free == UNCOUNTED ? UNCOUNTED : free - taken;
    }

    static long counted(Optional<HostResources> all, boolean cpu) {
        return all.map(r -> cpu ? r.cpuMilli() : r.memoryMib()).orElse(UNCOUNTED);
    }

    long freeMib() {
        var sum = 0L;
        for (var card : cards) {
            sum += card.freeMib();
        }
        return sum;
    }

    /** How much free frame buffer of the host is out of the expected requests' reach. */
    double fragmentation(Outlook outlook) {
        if (Double.isNaN(fragmentation)) {
            fragmentation =
                    outlook.looksAtHosts()
                            ? Fragmentation.of(cards, freeCpu, freeMemory, outlook)
                            : ofCards();
        }
        return fragmentation;
    }

    private double ofCards() {
        var sum = 0.0;
        for (var card : cards) {
            sum += card.fragmentation();
        }
        return sum;
    }

    // Shapes are kept once each, and comparing them is dear.
    @SuppressWarnings("ReferenceEquality")
    @Override
    public boolean equals(Object other) {
        return other instanceof HostClass that
                && shape == that.shape
                && freeCpu == that.freeCpu
                && freeMemory == that.freeMemory
                && Arrays.equals(cards, that.cards);
    }

    @Override
    public int hashCode() {
        return hashCode;
    }
}

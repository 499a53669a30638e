package vgpuctl.core.fleet.place;

import vgpuctl.core.fleet.HostResources;

/**
 * How much of a host's free frame buffer is out of the expected requests' reach, where processors
 * and memory count too: all of it for a request that the host cannot take, and for one that it can
 * take what is left on GPUs that are too full for it. And half of that is how much would be left
 * over if nothing but such requests came, so that a host whose processors run short is known before
 * the last of them is gone.
 */
final class Fragmentation {

    private static final long MANY = 1000;

    private Fragmentation() {}

    static double of(CardState[] cards, long freeCpu, long freeMemory, Outlook outlook) {
        var free = 0L;
        for (var card : cards) {
            free += card.freeMib();
        }
        if (free == 0) {
            return 0;
        }
        var lost = new double[outlook.kinds()];
        var room = new int[outlook.kinds()];
        var mib = new int[outlook.kinds()];
        for (var kind = 0; kind < lost.length; kind++) {
            for (var card : cards) {
                var type = card.space().expectedType(kind);
                lost[kind] += type < 0 ? card.freeMib() : card.loss(kind);
                mib[kind] = Math.max(mib[kind], type < 0 ? 0 : card.space().mib(type));
                room[kind] += type < 0 ? 0 : card.capacity(type);
            }
        }
        var sum = 0.0;
        for (var i = 0; i < outlook.size(); i++) {
            var expected = outlook.expected(i);
            var kind = outlook.kind(i);
            var times = times(freeCpu, freeMemory, expected.resources());
            var isOut = times == 0 || room[kind] < expected.count();
            var usable = Math.min(free - lost[kind], (double) times * expected.count() * mib[kind]);
            sum += expected.weight() * (isOut ? free : (lost[kind] + free - usable) / 2);
        }
        return sum;
    }

    /** How often that fits into what is free. */
    private static long times(long freeCpu, long freeMemory, HostResources each) {
        var byCpu = each.cpuMilli() == 0 ? MANY : freeCpu / each.cpuMilli();
        var byMemory = each.memoryMib() == 0 ? MANY : freeMemory / each.memoryMib();
        return Math.min(MANY, Math.min(byCpu, byMemory));
    }
}

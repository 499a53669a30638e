package vgpuctl.core.fleet.place;

/**
 * How much of a host's free frame buffer is out of the expected requests' reach, where processors
 * and memory count too: all of it for a request that the host cannot take, and for one that it can
 * take what is left on GPUs that are too full for it.
 */
final class Fragmentation {

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
        for (var kind = 0; kind < lost.length; kind++) {
            for (var card : cards) {
                var type = card.space().expectedType(kind);
                lost[kind] += type < 0 ? card.freeMib() : card.loss(kind);
                room[kind] += type < 0 ? 0 : card.capacity(type);
            }
        }
        var sum = 0.0;
        for (var i = 0; i < outlook.size(); i++) {
            var expected = outlook.expected(i);
            var resources = expected.resources();
            var kind = outlook.kind(i);
            var isOut =
                    resources.cpuMilli() > freeCpu
                            || resources.memoryMib() > freeMemory
                            || room[kind] < expected.count();
            sum += expected.weight() * (isOut ? free : lost[kind]);
        }
        return sum;
    }
}

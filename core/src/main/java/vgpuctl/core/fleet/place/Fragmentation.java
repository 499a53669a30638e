package vgpuctl.core.fleet.place;

import vgpuctl.core.fleet.place.Outlook.Expected;

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
        var sum = 0.0;
        var all = outlook.all();
        for (var i = 0; i < all.size(); i++) {
            sum += all.get(i).weight() * loss(cards, freeCpu, freeMemory, all.get(i), i, free);
        }
        return sum;
    }

    private static double loss(
            CardState[] cards, long freeCpu, long freeMemory, Expected expected, int i, long free) {
        var resources = expected.resources();
        if (resources.cpuMilli() > freeCpu || resources.memoryMib() > freeMemory) {
            return free;
        }
        var room = 0;
        var lost = 0.0;
        for (var card : cards) {
            var type = card.space().expectedType(i);
            if (type < 0) {
                lost += card.freeMib();
            } else {
                room += card.capacity(type);
                lost += card.loss(i);
            }
        }
        return room < expected.count() ? free : lost;
    }
}

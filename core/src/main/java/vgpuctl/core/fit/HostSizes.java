package vgpuctl.core.fit;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** The frame buffer sizes that the cards of a host offer, in MiB, largest first. */
final class HostSizes {

    private final List<Integer> sizes;

    HostSizes(Collection<List<Kind>> kindsOfCards) {
        var found = new TreeSet<Integer>(Collections.reverseOrder());
        for (var kinds : kindsOfCards) {
            kinds.forEach(kind -> found.add(kind.framebufferMib()));
        }
        sizes = List.copyOf(found);
    }

    /** What can be created of each kind of a card, added up by size. */
    int[] room(List<Kind> kinds, int[] creatable) {
        var room = new int[sizes.size()];
        for (var k = 0; k < creatable.length; k++) {
            if (creatable[k] > 0 && kinds.get(k).isRanked()) {
                room[sizes.indexOf(kinds.get(k).framebufferMib())] += creatable[k];
            }
        }
        return room;
    }

    int count() {
        return sizes.size();
    }
}

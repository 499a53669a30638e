package vgpuctl.core.fit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A weight for each kind of a card, so that comparing weighted sums is comparing how many of the
 * largest kind there are, then of the next, and so on. Such sums can be added up over the gaps of a
 * card, which is why the best arrangement can be found gap by gap.
 */
final class Weights {

    private Weights() {}

    /**
     * Of what can be there at most of each kind. Where the numbers become too large, the smallest
     * kinds weigh nothing.
     */
    static long[] of(List<Kind> kinds, int[] most) {
        var bySize =
                IntStream.range(0, kinds.size())
                        .boxed()
                        .filter(k -> kinds.get(k).isRanked() && most[k] > 0)
                        .sorted(Comparator.comparingInt(k -> -kinds.get(k).framebufferMib()))
                        .toList();
        var weights = new long[kinds.size()];
        var left = Long.MAX_VALUE / 4;
        for (var i = 0; i < bySize.size(); ) {
            var next = endOfSize(kinds, bySize, i);
            var sum = bySize.subList(i, next).stream().mapToInt(k -> most[k]).sum();
            left /= sum + 1;
            for (var k : bySize.subList(i, next)) {
                weights[k] = left;
            }
            i = next;
        }
        return weights;
    }

    private static int endOfSize(List<Kind> kinds, List<Integer> bySize, int from) {
        var size = kinds.get(bySize.get(from)).framebufferMib();
        var end = from + 1;
        while (end < bySize.size() && kinds.get(bySize.get(end)).framebufferMib() == size) {
            end++;
        }
        return end;
    }
}

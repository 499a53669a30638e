package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;

/**
 * Items that share one GPU instance; all are of one kind.
 *
 * @param items as a multiset
 */
record Contents(int kind, long items, int count) {

    /** Every choice of one to {@code most} of these items that can have a kind. */
    static List<Contents> of(Options options, int kind, int most, long items) {
        var found = new ArrayList<Contents>();
        add(options, new Contents(kind, 0, 0), 0, most, items, found);
        return found;
    }

    private static void add(
            Options options, Contents so, int from, int most, long items, List<Contents> found) {
        if (so.count > 0) {
            found.add(so);
        }
        if (so.count == most) {
            return;
        }
        var classes = options.classes();
        for (var c = from; c < classes.size(); c++) {
            if (options.takes(c, so.kind) && classes.count(so.items, c) < classes.count(items, c)) {
                var more = new Contents(so.kind, so.items + classes.unit(c), so.count + 1);
                add(options, more, c, most, items, found);
            }
        }
    }
}

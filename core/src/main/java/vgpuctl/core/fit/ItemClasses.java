package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * The items of a demand, those together that can lie in the same places. Which of them are meant
 * does not matter to a search, only how many of each class: a multiset of items is one number, with
 * a digit for each class.
 */
final class ItemClasses {

    /** Room for a place beside a multiset in one number. */
    private static final long MOST_CODES = 1L << 40;

    private final List<List<Request>> members;
    private final int[] most;
    private final long[] units;
    private final long all;

    private ItemClasses(List<List<Request>> members) {
        this.members = members;
        most = new int[members.size()];
        units = new long[members.size()];
        var unit = 1L;
        var sum = 0L;
        for (var i = 0; i < most.length; i++) {
            most[i] = members.get(i).size();
            units[i] = unit;
            sum += unit * most[i];
            unit = Math.multiplyExact(unit, most[i] + 1L);
            if (unit > MOST_CODES) {
                throw new IllegalArgumentException(
                        "too many different vGPUs at once: more than " + i + " kinds");
            }
        }
        all = sum;
    }

    /** Those are alike for which the function gives equal values. */
    static ItemClasses of(List<Request> requests, Function<Request, Object> places) {
        var classes = new LinkedHashMap<Object, List<Request>>();
        for (var request : requests) {
            var alike = classes.computeIfAbsent(places.apply(request), _ -> new ArrayList<>());
            for (var i = 0; i < request.count(); i++) {
                alike.add(request);
            }
        }
        return new ItemClasses(List.copyOf(classes.values()));
    }

    int size() {
        return most.length;
    }

    /** The items of a class, each by its request. */
    List<Request> members(int index) {
        return members.get(index);
    }

    int most(int index) {
        return most[index];
    }

    /** One item of a class. */
    long unit(int index) {
        return units[index];
    }

    /** All items. */
    long all() {
        return all;
    }

    int count(long items, int index) {
        return (int) (items / units[index] % (most[index] + 1));
    }

    int[] counts(long items) {
        var counts = new int[most.length];
        for (var i = 0; i < counts.length; i++) {
            counts[i] = count(items, i);
        }
        return counts;
    }

    int size(long items) {
        var size = 0;
        for (var i = 0; i < most.length; i++) {
            size += count(items, i);
        }
        return size;
    }
}

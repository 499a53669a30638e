package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;

/** Which kinds of one card the items of each class can have. */
final class Options {

    private final ItemClasses classes;
    private final List<Kind> kinds;
    private final boolean[][] takes;
    private final int[] leastMib;
    private final List<Integer> timeSliced = new ArrayList<>();
    private final List<Integer> ofInstances = new ArrayList<>();

    Options(ItemClasses classes, List<Kind> kinds, List<List<Boolean>> takes) {
        this.classes = classes;
        this.kinds = kinds;
        this.takes = new boolean[takes.size()][kinds.size()];
        this.leastMib = new int[takes.size()];
        for (var k = 0; k < kinds.size(); k++) {
            (kinds.get(k).isTimeSliced() ? timeSliced : ofInstances).add(k);
        }
        for (var c = 0; c < leastMib.length; c++) {
            leastMib[c] = Integer.MAX_VALUE;
            for (var k = 0; k < kinds.size(); k++) {
                this.takes[c][k] = takes.get(c).get(k);
                if (this.takes[c][k]) {
                    leastMib[c] = Math.min(leastMib[c], kinds.get(k).framebufferMib());
                }
            }
        }
    }

    ItemClasses classes() {
        return classes;
    }

    List<Kind> kinds() {
        return kinds;
    }

    Kind kind(int index) {
        return kinds.get(index);
    }

    boolean takes(int itemClass, int kind) {
        return takes[itemClass][kind];
    }

    /** The least frame buffer that an item can have here; the largest number where it has none. */
    int leastMib(int itemClass) {
        return leastMib[itemClass];
    }

    /** The least frame buffer that all these items can have together. */
    long leastMibOf(long items) {
        var least = 0L;
        for (var c = 0; c < classes.size(); c++) {
            least += (long) classes.count(items, c) * leastMib[c];
        }
        return least;
    }

    /** The kinds, by number, that time slices have. */
    List<Integer> timeSliced() {
        return timeSliced;
    }

    /** The kinds, by number, that GPU instances have. */
    List<Integer> ofInstances() {
        return ofInstances;
    }
}

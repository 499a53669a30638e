package vgpuctl.core.live;

import vgpuctl.core.inventory.Reading;

/**
 * A share of time or of a capacity.
 *
 * @param value 0 to 100
 */
public record Percent(int value) {

    public Percent {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException(value + " %");
        }
    }

    /** A driver that has no figure gives a number that is none, such as 2^32-1. */
    public static Reading<Percent> of(long value) {
        return value < 0 || value > 100
                ? Reading.unknown("the driver says " + value + " %")
                : Reading.of(new Percent((int) value));
    }

    @Override
    public String toString() {
        return value + " %";
    }
}

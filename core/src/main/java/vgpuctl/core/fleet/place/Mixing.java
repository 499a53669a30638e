package vgpuctl.core.fleet.place;

/** Scatters numbers, so that an order by them favours nobody: the same in every run. */
final class Mixing {

    private Mixing() {}

    /** A step of the well known SplitMix64 sequence. */
    static long mix(long number) {
        var z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

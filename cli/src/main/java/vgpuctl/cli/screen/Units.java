package vgpuctl.cli.screen;

import java.time.Duration;

/**
 * Quantities in words, the same in every locale.
 *
 * <p>GB and MB are what the vGPU field means by them: 1024 MB are a GB.
 */
public final class Units {

    private static final long MIB_IN_GB = 1024;

    /** The farthest that a type's frame buffer is from the size in its name: 24672 MB, "24 GB". */
    private static final long NAME_IS_OFF_BY = 128;

    private Units() {}

    /** An amount of memory exactly: {@code 24 GB}, {@code 512 MB}, {@code 22 GB 512 MB}. */
    public static String memory(long mib) {
        var gb = mib / MIB_IN_GB;
        var mb = mib % MIB_IN_GB;
        if (gb == 0) {
            return mb + " MB";
        }
        return mb == 0 ? gb + " GB" : gb + " GB " + mb + " MB";
    }

    /** A vGPU type's frame buffer as the type's name has it: 96246 MB are {@code 94 GB}. */
    public static String nominalMemory(long mib) {
        var gb = (mib + MIB_IN_GB / 2) / MIB_IN_GB;
        var isNominal = gb > 0 && Math.abs(mib - gb * MIB_IN_GB) <= NAME_IS_OFF_BY;
        return isNominal ? gb + " GB" : memory(mib);
    }

    /** A time in its two largest units: {@code 350 ms}, {@code 12 s}, {@code 2 h 5 min}. */
    public static String time(Duration time) {
        var seconds = time.toSeconds();
        if (seconds < 1) {
            return time.toMillis() + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, " min", seconds % 60, " s");
        }
        return seconds < 86_400
                ? pair(seconds / 3600, " h", seconds / 60 % 60, " min")
                : pair(seconds / 86_400, " d", seconds / 3600 % 24, " h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
    }

    /** {@code 1 vGPU}, {@code 2 vGPUs}. */
    public static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}

package vgpuctl.core.layout;

import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.type.Series;

/**
 * A vGPU by what it is for; the planner finds the type.
 *
 * @param memoryMib frame buffer that it must have at least, in nominal MiB
 * @param use empty: any series
 */
public record Need(int memoryMib, Optional<Series> use) {

    private static final int MIB_PER_GB = 1024;

    /** The largest GPU has less than 1000 GB. */
    private static final Pattern SIZE =
            Pattern.compile("([1-9][0-9]{0,2}) ?G(?:i?B)?|([1-9][0-9]{0,5}) ?M(?:i?B)?");

    public Need {
        if (memoryMib < 1) {
            throw new IllegalArgumentException("no frame buffer: " + memoryMib);
        }
    }

    /** The MiB that {@code 6G}, {@code 6 GB}, {@code 512M} or {@code 512 MiB} stand for. */
    public static Optional<Integer> mib(String size) {
        var match = SIZE.matcher(size);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                match.start(1) >= 0
                        ? Integer.parseInt(match.group(1)) * MIB_PER_GB
                        : Integer.parseInt(match.group(2)));
    }

    /** The shortest way to write it that {@link #mib} reads. */
    public String memory() {
        return memoryMib % MIB_PER_GB == 0 ? memoryMib / MIB_PER_GB + "G" : memoryMib + "M";
    }
}

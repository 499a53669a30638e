package vgpuctl.core.fleet;

/**
 * Processors and memory of a host, or a claim's part of them.
 *
 * @param cpuMilli thousandths of a processor
 */
public record HostResources(long cpuMilli, long memoryMib) {

    public static final HostResources NONE = new HostResources(0, 0);

    public HostResources {
        if (cpuMilli < 0 || memoryMib < 0) {
            throw new IllegalArgumentException(cpuMilli + " milli, " + memoryMib + " MiB");
        }
    }

    public HostResources plus(HostResources other) {
        return new HostResources(cpuMilli + other.cpuMilli, memoryMib + other.memoryMib);
    }

    public boolean isNone() {
        return equals(NONE);
    }
}

package vgpuctl.core.layout;

/** How a GPU is shared. */
public enum GpuMode {
    /** In time slices, all vGPUs with the same frame buffer. */
    EQUAL_SIZE("equal-size"),
    /** In time slices, with frame buffers of different sizes: the driver's heterogeneous mode. */
    MIXED_SIZE("mixed-size"),
    /** Cut into GPU instances, which have vGPUs of their own. */
    MIG("mig");

    private final String word;

    GpuMode(String word) {
        this.word = word;
    }

    /** As it is written in a layout. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}

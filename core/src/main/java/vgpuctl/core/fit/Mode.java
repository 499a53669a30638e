package vgpuctl.core.fit;

/** How a GPU is cut into vGPUs. */
public enum Mode {
    /**
     * In time slices, all vGPUs of one frame buffer size: what a GPU does unless told otherwise.
     */
    EQUAL_SIZE("equal-size"),
    /** In time slices, of different sizes, each at a placement id. */
    MIXED_SIZE("mixed-size"),
    /** Into GPU instances. */
    MIG("MIG");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /** One word for people. */
    public String word() {
        return word;
    }
}

package vgpuctl.core.plan;

/** What can be switched on and off on a GPU as a whole. */
public enum Feature {
    /** The virtual functions on which vGPUs live since Ampere. */
    VIRTUAL_FUNCTIONS("virtual functions"),
    /** MIG mode: the GPU is cut into instances. It outlives a restart; the instances do not. */
    MIG("MIG mode"),
    /** Mixed-size mode: vGPUs of different frame buffer sizes share the GPU. */
    MIXED_SIZES("mixed-size mode");

    private final String title;

    Feature(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}

package vgpuctl.core.layout;

/** By which rule the vGPUs of a GPU take turns. */
public enum Scheduler {
    BEST_EFFORT("best-effort"),
    EQUAL_SHARE("equal-share"),
    FIXED_SHARE("fixed-share");

    private final String word;

    Scheduler(String word) {
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

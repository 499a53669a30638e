package vgpuctl.core.fit;

/** Over how many cards vGPUs are spread. */
public enum Spread {
    /** As few as it takes, those that are cut already before empty ones. */
    PACKED,
    /** One card takes all. */
    SAME_GPU,
    /** As many as possible, empty ones before those that are cut already. */
    SPREAD,
    /** No card takes two. */
    APART
}

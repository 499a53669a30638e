package vgpuctl.core.inventory;

import java.util.Optional;

/**
 * How a GPU's time is shared among its vGPUs (NVIDIA AI Enterprise user guide, «vGPU scheduling
 * policies»). The driver's default is best effort.
 */
public enum Scheduler {
    /** Whoever has work gets the time that the others leave. */
    BEST_EFFORT("best-effort", 1, 0x00000000),
    /** An equal part for each vGPU that is there. */
    EQUAL_SHARE("equal-share", 2, 0x00000001),
    /** The part that its type would have on a full GPU, however many are there. */
    FIXED_SHARE("fixed-share", 3, 0x00000011);

    private final String word;
    private final int number;
    private final int registryValue;

    Scheduler(String word, int number, int registryValue) {
        this.word = word;
        this.number = number;
        this.registryValue = registryValue;
    }

    public static Optional<Scheduler> named(String word) {
        for (var scheduler : values()) {
            if (scheduler.word.equals(word)) {
                return Optional.of(scheduler);
            }
        }
        return Optional.empty();
    }

    /** For {@code nvidia-smi vgpu set-scheduler-state -p}, as NVML numbers them. */
    public int number() {
        return number;
    }

    /** For the module option {@code RmPVMRL}, strict round robin where there are shares. */
    public int registryValue() {
        return registryValue;
    }

    /** As it is written in a layout and on the command line. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}

package vgpuctl.simulation.driver;

import java.util.Arrays;
import java.util.Optional;

/** How vGPUs share a GPU's time; the numbers are {@code nvidia-smi}'s. */
public enum Scheduler {
    BEST_EFFORT(1, "Best Effort"),
    EQUAL_SHARE(2, "Equal Share"),
    FIXED_SHARE(3, "Fixed Share");

    private final int number;
    private final String title;

    Scheduler(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public static Optional<Scheduler> numbered(String number) {
        return Arrays.stream(values())
                .filter(scheduler -> ("" + scheduler.number).equals(number))
                .findFirst();
    }

    public String title() {
        return title;
    }
}

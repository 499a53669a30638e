package vgpuctl.linux.nvidiasmi;

import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;

/** What {@code nvidia-smi vgpu -ss} says: a line {@code Scheduler Policy : Equal Share}. */
public final class SchedulerState {

    private static final String LABEL = "Scheduler Policy";

    private SchedulerState() {}

    public static Reading<Scheduler> parse(String output) {
        for (var line : output.split("\n", -1)) {
            var colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(LABEL)) {
                var word = line.substring(colon + 1).strip();
                return named(word);
            }
        }
        return Reading.unknown("nvidia-smi vgpu -ss names no scheduler policy");
    }

    private static Reading<Scheduler> named(String word) {
        for (var scheduler : Scheduler.values()) {
            if (scheduler.toString().equalsIgnoreCase(word.replace(' ', '-'))) {
                return Reading.of(scheduler);
            }
        }
        return Reading.unknown("nvidia-smi names an unknown scheduler policy, " + word);
    }
}

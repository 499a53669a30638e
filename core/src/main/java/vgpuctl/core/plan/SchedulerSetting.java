package vgpuctl.core.plan;

import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;

/**
 * How a GPU's scheduler is set.
 *
 * @param now what the driver says; unknown where it cannot be asked, and so not be told either
 * @param moduleOptions the text of our file of module options; empty where there is none
 */
public record SchedulerSetting(Reading<Scheduler> now, Reading<Optional<String>> moduleOptions) {}

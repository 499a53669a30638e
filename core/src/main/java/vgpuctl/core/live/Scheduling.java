package vgpuctl.core.live;

import java.util.Optional;
import vgpuctl.core.inventory.Scheduler;

/**
 * How a GPU's time is shared now.
 *
 * @param strictRoundRobin empty where the driver does not say
 */
public record Scheduling(Scheduler scheduler, Optional<Boolean> strictRoundRobin) {}

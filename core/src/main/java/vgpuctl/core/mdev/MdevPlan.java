package vgpuctl.core.mdev;

import java.util.List;
import vgpuctl.core.plan.Plan;

/**
 * What will be done to devices.
 *
 * @param devices those that it is done to, as scripts are to see them
 */
public record MdevPlan(Plan plan, List<MdevDevice> devices) {

    public MdevPlan {
        devices = List.copyOf(devices);
    }

    static MdevPlan of(Plan plan, MdevDevice device) {
        return new MdevPlan(plan, List.of(device));
    }
}

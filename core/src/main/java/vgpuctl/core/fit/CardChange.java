package vgpuctl.core.fit;

import java.util.List;
import vgpuctl.core.mig.GpuInstance;

/**
 * What has to be done to a card before its vGPUs are made.
 *
 * @param card by name
 * @param before its mode now
 * @param mode its mode then
 * @param destroyed GPU instances that go first, by place
 * @param created GPU instances that come then, by place
 */
public record CardChange(
        String card,
        Mode before,
        Mode mode,
        List<GpuInstance> destroyed,
        List<GpuInstance> created) {

    public CardChange {
        destroyed = List.copyOf(destroyed);
        created = List.copyOf(created);
    }

    public boolean isSwitch() {
        return before != mode;
    }
}

package vgpuctl.core.mdev;

import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.MdevConfig;

/**
 * A device as mdevctl knows it: active, defined, or both.
 *
 * @param parent what it is made on; for a vGPU without mdev its virtual function
 */
public record MdevDevice(
        UUID uuid, DeviceName parent, boolean active, boolean defined, MdevConfig config) {

    public MdevDevice with(MdevConfig other) {
        return new MdevDevice(uuid, parent, active, defined, other);
    }

    /** By parent, then by UUID, both as they are written. */
    static int compare(MdevDevice left, MdevDevice right) {
        var byParent = left.parent.compareTo(right.parent);
        return byParent != 0 ? byParent : left.uuid.toString().compareTo(right.uuid.toString());
    }
}

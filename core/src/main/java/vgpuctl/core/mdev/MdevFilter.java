package vgpuctl.core.mdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;

/** Which devices are meant; an empty part leaves it open. */
public record MdevFilter(Optional<UUID> uuid, Optional<String> parent) {

    /** Those of the devices that are meant. */
    List<MdevDevice> of(List<MdevDevice> devices) {
        var chosen = new ArrayList<MdevDevice>();
        for (var device : devices) {
            if (means(device)) {
                chosen.add(device);
            }
        }
        return List.copyOf(chosen);
    }

    private boolean means(MdevDevice device) {
        return (uuid.isEmpty() || uuid.get().equals(device.uuid())) && meansParent(device.parent());
    }

    /** A parent is named as the kernel names it, or by its address in another notation. */
    boolean meansParent(DeviceName name) {
        return parent.isEmpty()
                || parent.get().equals(name.text())
                || DeviceName.parse(parent.get()).equals(Optional.of(name));
    }
}

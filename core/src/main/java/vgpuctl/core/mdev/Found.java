package vgpuctl.core.mdev;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.MdevAttribute;

/** The attributes of an active device as a script says them; empty where none knows them. */
public record Found(Optional<List<MdevAttribute>> attributes) {

    public static final Found NOTHING = new Found(Optional.empty());

    public Found {
        attributes = attributes.map(List::copyOf);
    }
}

package vgpuctl.core.host;

import java.util.List;
import java.util.Map;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.inventory.DeviceName;

/**
 * What is known of GPUs without asking them.
 *
 * @param types of each that was asked for
 * @param skipped what could not be read, a sentence each
 */
public record KnownCards(Map<DeviceName, KnownTypes> types, List<String> skipped) {

    public KnownCards {
        types = Map.copyOf(types);
        skipped = List.copyOf(skipped);
    }

    /** Nobody was asked for. */
    public static KnownCards none() {
        return new KnownCards(Map.of(), List.of());
    }

    public KnownTypes of(DeviceName gpu) {
        return types.getOrDefault(gpu, KnownTypes.none());
    }
}

package vgpuctl.layout.others;

import java.util.SortedMap;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.type.TypeId;

/**
 * A mediated device that somebody else defined or made.
 *
 * @param params the driver's, by name
 */
record FoundMdev(
        UUID uuid,
        DeviceName parent,
        TypeId type,
        LayoutVgpu.Life life,
        SortedMap<String, String> params) {}

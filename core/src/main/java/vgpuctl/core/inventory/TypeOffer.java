package vgpuctl.core.inventory;

import vgpuctl.core.type.VgpuType;

/**
 * A type that a device offers, and how many vGPUs of it the driver says it would still make.
 *
 * @param available the driver's {@code available_instances}; it reserves nothing
 */
public record TypeOffer(VgpuType type, Reading<Integer> available) {}

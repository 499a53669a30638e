package vgpuctl.core.fit;

import vgpuctl.core.type.TypeName;

/**
 * A vGPU that is on a card already.
 *
 * @param name by which people know it
 * @param movable whether it may be proposed to make it again on another card
 */
public record Resident(String name, TypeName type, int framebufferMib, boolean movable) {}

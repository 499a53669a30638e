package vgpuctl.core.inventory;

import vgpuctl.core.type.TypeId;

/**
 * What should be: a vGPU's definition file, shared with mdevctl and libvirt.
 *
 * @param autostart whether mdevctl's rule starts it when its parent appears
 * @param text the file as it is
 */
public record Definition(TypeId type, boolean autostart, String text) {}

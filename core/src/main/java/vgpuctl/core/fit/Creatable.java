package vgpuctl.core.fit;

import vgpuctl.core.type.TypeName;

/**
 * How many vGPUs of a type a card can still take in its mode, each type for itself; in MIG mode
 * together with the instances that can still be created.
 *
 * @param card by name
 */
public record Creatable(String card, TypeName type, int count) {}

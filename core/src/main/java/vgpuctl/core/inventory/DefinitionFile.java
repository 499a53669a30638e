package vgpuctl.core.inventory;

import java.util.UUID;

/** A file in mdevctl's folder of definitions, readable or not. One UUID may have several. */
public record DefinitionFile(UUID uuid, DeviceName parent, Reading<Definition> definition) {}

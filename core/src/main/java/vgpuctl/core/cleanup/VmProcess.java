package vgpuctl.core.cleanup;

import java.util.Optional;
import java.util.UUID;

/**
 * A process that is a VM.
 *
 * @param command its short name, {@code qemu-system-x86}
 * @param vm the VM's UUID, which the vGPU manager knows it by
 * @param hasDevice whether it has any device of the host open
 */
public record VmProcess(long pid, String command, Optional<UUID> vm, boolean hasDevice) {}

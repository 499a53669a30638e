package vgpuctl.core.inventory;

/**
 * A process that has a vGPU open.
 *
 * @param command its short name, {@code qemu-system-x86}
 */
public record Holder(long pid, String command) {}

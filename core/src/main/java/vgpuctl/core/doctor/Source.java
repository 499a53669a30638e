package vgpuctl.core.doctor;

/**
 * A text that is examined.
 *
 * @param name as a person would name it: a file, a command
 */
public record Source(String name, TextKind kind) {}

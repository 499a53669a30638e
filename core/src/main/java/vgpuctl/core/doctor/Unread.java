package vgpuctl.core.doctor;

/**
 * A text that could not be read, so that nothing is known of what it would say.
 *
 * @param source as a person would name it
 */
public record Unread(String source, String why) {}

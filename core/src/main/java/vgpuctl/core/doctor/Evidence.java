package vgpuctl.core.doctor;

/**
 * A line that proves a finding.
 *
 * @param source what it was read from, as a person would name it
 * @param line counted from 1
 * @param text the line as it stands there
 */
public record Evidence(String source, long line, String text) {}

package vgpuctl.cli.line;

/** A line that can be typed as it stands, and what it does. */
public record Example(String line, String does) {}

package vgpuctl.core.json;

/** A string. */
public record JsonString(String value) implements Json {}

package vgpuctl.server.events;

/**
 * A happening in its place.
 *
 * @param id says after which one a listener wants to go on
 */
public record Event(String id, Happening happening) {}

package vgpuctl.fleet.store;

/**
 * What a key holds.
 *
 * @param revision the change that made it so: what a later change names as its condition
 */
public record Entry(String key, String text, long revision) {}

package vgpuctl.fleet.store;

import java.time.Duration;

/**
 * A lease as the store granted it.
 *
 * @param life how long it lives when it is not renewed
 */
public record Lease(long id, Duration life) {}

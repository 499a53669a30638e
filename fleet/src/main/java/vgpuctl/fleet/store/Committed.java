package vgpuctl.fleet.store;

/**
 * What became of a transaction.
 *
 * @param done whether its conditions held and all of it was written; else nothing was
 * @param revision of the change; says nothing where it was not done
 */
public record Committed(boolean done, long revision) {}

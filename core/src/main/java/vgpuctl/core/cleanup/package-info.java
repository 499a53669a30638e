/**
 * What failed attempts left on a host, and how it is taken away.
 *
 * <p>Nothing is a leftover because it looks like one: each has its evidence, and what cannot be
 * proved, since something could not be read, is no leftover. Whoever acts decides again on a fresh
 * look right before: a VM may have started meanwhile, and a virtual function is reused.
 */
package vgpuctl.core.cleanup;

/**
 * What a fleet's members share, and the two that keep it: a directory of one machine, or etcd.
 *
 * <p>One order of changes, compare-and-swap of several keys, leases, and a watch that tells when it
 * cannot tell all. What holds for one store holds for the other: one suite of tests runs on both.
 */
package vgpuctl.fleet.store;

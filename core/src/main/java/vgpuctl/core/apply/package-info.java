/**
 * From what a layout says should be to what is: the differences, and the plan that ends them.
 *
 * <pre>
 * Layout ─► OnHost ─► Difference… ─► ApplyPlanner ─► Plan
 *    ▲                                  removals ─► switches ─► creations ─► settings ─► VMs
 *    └────────── Export ◄── HostSnapshot
 * </pre>
 */
package vgpuctl.core.apply;

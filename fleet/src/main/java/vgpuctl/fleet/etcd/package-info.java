/**
 * A store in etcd, over the JSON gateway that its members have had since 3.4.
 *
 * <p>A request goes to one member, and to the next where it is sure that nothing came of it. A
 * write whose answer was lost is not sent again: only who made it can tell whether it is there.
 */
package vgpuctl.fleet.etcd;

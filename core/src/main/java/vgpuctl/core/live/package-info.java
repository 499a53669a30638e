/**
 * What a host is doing now: figures that the driver gives, each with the reason why where it does
 * not give one. Apart from the inventory, which needs no driver's library and no tool.
 */
package vgpuctl.core.live;

/**
 * Rehearses a driver upgrade: what is stored beside what the new driver has, before it is
 * installed.
 */
package vgpuctl.core.upgrade;

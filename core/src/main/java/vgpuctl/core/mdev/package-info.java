/**
 * A host as mdevctl knows it: parents, types, devices and their definitions by UUID. It is another
 * view of the same snapshot, and what it changes are the same steps.
 */
package vgpuctl.core.mdev;

/** What the kernel shows of the driver's state in sysfs, and how that comes into a directory. */
package vgpuctl.simulation.sysfs;

/** What other programs keep about vGPUs on a Linux host. */
package vgpuctl.linux.others;

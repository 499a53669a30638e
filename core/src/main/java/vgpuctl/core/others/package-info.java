/** What other programs keep about vGPUs, on its way to a layout. */
package vgpuctl.core.others;

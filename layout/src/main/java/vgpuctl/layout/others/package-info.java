/**
 * Reads what other programs keep about vGPUs, and makes layouts of it. What a layout has no place
 * for is told in notes.
 */
package vgpuctl.layout.others;

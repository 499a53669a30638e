/**
 * Where on a GPU in mixed-size mode a vGPU may lie: the placement ids of its type, those still
 * free, and which of them is best. docs/placement.md draws it.
 */
package vgpuctl.core.placement;

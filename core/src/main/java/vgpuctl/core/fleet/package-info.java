/**
 * A fleet's documents: what a host has ({@link vgpuctl.core.fleet.HostInventory}, its agent's),
 * what it is to carry ({@link vgpuctl.core.fleet.HostAllocation}, the scheduler's), what is asked
 * for ({@link vgpuctl.core.fleet.PlacementRequest}) and what is answered ({@link
 * vgpuctl.core.fleet.Decision}). {@code place} decides. docs/fleet-placement.md explains it.
 */
package vgpuctl.core.fleet;

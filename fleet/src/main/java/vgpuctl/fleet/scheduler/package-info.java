/**
 * Decides on what is known of the fleet, and commits by compare-and-swap.
 *
 * <pre>
 * list, watch ─► FleetView ─► Placer decides ─► one transaction ─► done
 *                    ▲                               ├─ changed meanwhile: look, decide again
 *                    └───────────────────────────────┴─ answer lost: look whether it is there,
 *                                                       the same again, before anything else
 * </pre>
 */
package vgpuctl.fleet.scheduler;

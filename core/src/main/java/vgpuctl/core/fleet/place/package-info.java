/**
 * Decides which host and GPUs of a fleet a request gets.
 *
 * <pre>
 *  FleetHost ──► Placer ──► HostClass (hosts in one state) ──► Ranking (best class of a request)
 *                              └► CardState (GPUs in one state) ──► Step (one vGPU more)
 * </pre>
 *
 * A state is worked out once, and shared by all hosts and GPUs that are in it.
 */
package vgpuctl.core.fleet.place;

/**
 * A host's member of the fleet.
 *
 * <pre>
 * join ──► look ──► publish inventory ──► take allocation ──► keep it ──► carry it out ──► report
 *            ▲                                 │                              │
 *            └───── now and then, and when ◄───┴── store away: the one that ◄─┘
 *                   the allocation changes         was kept, nothing new
 * </pre>
 *
 * The agent is the authority on its hardware, a scheduler on what it is to carry. What is on the
 * disk of the host is enough to start the VMs that have claims.
 */
package vgpuctl.fleet.agent;

/**
 * A fleet of simulated hosts in one process, against a real store.
 *
 * <pre>
 * Arrivals ──► Simulation ──► Scheduler ──► store ──► SimulatedAgents ──► Agent ──► SimulatedHost
 * (Demand, Trace)  ▲                                                                   │
 *                  └── departures, after the time that each is held    what it carries ┘
 * </pre>
 *
 * Scheduler, agents and documents are those of every fleet; only the hosts are not there.
 */
package vgpuctl.fleet.simulate;

/**
 * What happens on the host, as it happens: looks are compared, and what differs becomes events that
 * every listener gets and can ask for again.
 *
 * <pre>
 * look ─► Watcher ─► Differences ─► EventLog ─► one listener for each connection
 *            └─ while somebody listens: when the host or a change of ours says that there is a
 *               reason (Signals), and now and then without one
 * </pre>
 */
package vgpuctl.server.events;

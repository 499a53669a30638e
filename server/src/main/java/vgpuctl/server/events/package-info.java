/**
 * What happens on the host, as it happens: looks are compared, and what differs becomes events that
 * every listener gets and can ask for again.
 *
 * <pre>
 * look ─► Watcher ─► Differences ─► EventLog ─► one listener for each connection
 *            └─ while somebody listens; sooner where somebody says that there is a reason
 * </pre>
 */
package vgpuctl.server.events;

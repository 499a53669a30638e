/**
 * How long vGPUs were there, and whose: seen again and again while the daemon runs, and kept in a
 * file for each day.
 *
 * <pre>
 * look ─► Meter ─► UsageDay ─► Days (a file each, replaced once a minute)
 *                                └─► UsageReport, for whoever asks
 * </pre>
 *
 * <p>Only what was seen counts, by a clock that nobody sets. A time in which nobody looked is a
 * gap, and said.
 */
package vgpuctl.server.usage;

/**
 * NVIDIA's management library, through the foreign-function API: the figures of {@link
 * vgpuctl.core.live}.
 *
 * <pre>
 *   closed ── nvmlInit_v2 ──► open ── one reading ──► nvmlShutdown ──► closed
 * </pre>
 *
 * <p>A session is never kept: while one is open, the driver refuses to enable or disable virtual
 * functions («Cannot obtain unbindLock»).
 */
package vgpuctl.linux.nvml;

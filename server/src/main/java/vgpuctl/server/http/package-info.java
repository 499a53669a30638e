/**
 * The HTTP server: Jetty is known here only.
 *
 * <pre>
 * Unix socket ─┐                ┌─ guard: host, origin, who, how large
 * loopback TCP ┴─ FrontHandler ─┤
 *                               └─► Api ─► Reply
 * </pre>
 */
package vgpuctl.server.http;

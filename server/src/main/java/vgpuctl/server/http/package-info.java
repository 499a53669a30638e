/**
 * The HTTP server: Jetty is known here only.
 *
 * <pre>
 * Unix socket ─┐                                ┌─ guard: host, origin, who, how large
 * loopback TCP ┴─ ConsolePages ─► FrontHandler ─┤
 *                      │                        └─► Api ─► Reply
 *                      └─► a file, for everybody
 * </pre>
 */
package vgpuctl.server.http;

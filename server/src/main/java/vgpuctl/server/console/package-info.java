/**
 * The web console's files. They are the same for everybody and hold no secret: what they show they
 * ask the API for, as whoever uses them.
 *
 * <pre>
 * /                       index.html, asked for anew each time
 * /console/DIGEST/NAME    all others, kept by browsers for good: a change has another digest
 * </pre>
 */
package vgpuctl.server.console;

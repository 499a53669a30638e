/**
 * The declarative layout: what should be on a host's GPUs, in a person's words. A document becomes
 * a {@link vgpuctl.core.layout.Layout} in {@link vgpuctl.core.layout.LayoutReader} and goes back to
 * text in {@link vgpuctl.core.layout.LayoutJson}; docs/layout.md explains the file.
 *
 * <p>Nothing here knows a host: whether a wish can be had is the planner's to say.
 */
package vgpuctl.core.layout;

/** Layout files: text to {@link vgpuctl.core.layout.Layout} and back. */
package vgpuctl.layout.text;

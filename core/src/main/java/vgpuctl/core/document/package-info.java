/**
 * What a person wrote, as values that know their place: YAML and JSON alike become {@link
 * vgpuctl.core.document.Node}s, and what is wrong with them {@link vgpuctl.core.document.Mistake}s.
 */
package vgpuctl.core.document;

/** XML as a small tree, for documents that are read once and not often. */
package vgpuctl.layout.xml;

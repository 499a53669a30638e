/** Manual pages: the language of {@code man}, and the project's own documents in it. */
package vgpuctl.cli.manual;

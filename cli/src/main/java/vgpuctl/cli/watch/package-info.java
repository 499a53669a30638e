/** The full-screen view: a terminal that is taken over and left as it was. */
package vgpuctl.cli.watch;

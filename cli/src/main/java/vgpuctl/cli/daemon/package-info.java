/** Speaks HTTP with a daemon over its Unix socket. */
package vgpuctl.cli.daemon;

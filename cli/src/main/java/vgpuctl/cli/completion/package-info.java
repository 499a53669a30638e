/**
 * Completion on Tab. The scripts for the shells are the same for every command line: they hand the
 * words so far to {@code vgpuctl completion words}, which follows them as the parser would and
 * looks at the host that they name.
 */
package vgpuctl.cli.completion;

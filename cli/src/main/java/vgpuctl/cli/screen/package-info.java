/**
 * What a person sees: tables, tones, quantities in words.
 *
 * <p>Nothing here asks the system what it is printing to; {@link vgpuctl.cli.screen.Screen} is
 * told. Text is the same in every locale, and what a host or a tool put into a name cannot command
 * the terminal.
 */
package vgpuctl.cli.screen;

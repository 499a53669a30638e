/**
 * The command line, defined once: a tree of {@link vgpuctl.cli.line.Command}s from which parsing,
 * help, completion and man pages all come.
 *
 * <p>The definition is plain values, without annotations and reflection, which at every start would
 * cost more than the command itself.
 *
 * <ul>
 *   <li>{@code --name value}, {@code --name=value}, {@code -nvalue}, {@code -n value}; letters of
 *       flags go together, {@code -ab}; {@code --no-name} where a flag can be negated.
 *   <li>Options of the root go anywhere, options of a command anywhere after it.
 *   <li>A value that begins with a dash, other than a number, is written {@code --name=-value}.
 *   <li>{@code --} ends the options.
 * </ul>
 */
package vgpuctl.cli.line;

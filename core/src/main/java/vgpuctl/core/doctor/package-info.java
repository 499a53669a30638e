/**
 * What is wrong with a host, told by what its logs, tools and files say.
 *
 * <pre>
 * texts ─► Needles ─► candidate lines ─► Watches (one a rule) ─► findings ─► Folding ─► Diagnosis
 *          one pass over the bytes        each its own state                 root causes first
 * </pre>
 *
 * <p>A rule is a class in {@code rule}, with its texts and the literal words (needles) that a line
 * must have for it to be looked at. All texts are taken alike, whether from this host, a bundle or
 * a file that somebody sent: which lines there are decides, not what the file is called.
 */
package vgpuctl.core.doctor;

/**
 * libvirt: who uses which device, and giving a device to a domain or taking it away.
 *
 * <p>{@link vgpuctl.linux.libvirt.Libvirt} is the port. {@link vgpuctl.linux.libvirt.NativeLibvirt}
 * answers it through libvirt's C library. Reading XML is apart from fetching it: {@link
 * vgpuctl.linux.libvirt.DomainXml} also reads the files that libvirt leaves in {@code
 * /etc/libvirt/qemu} and {@code /run/libvirt/qemu}, so that users of a device are found where the
 * library is missing or the daemon does not answer.
 *
 * <p>A device leaves a running domain in two steps, the second of which is the guest's:
 *
 * <pre>
 *   attached ── detach(LIVE) ──► requested ── the guest lets go ──► GONE
 *                                    │
 *                                    └── it does not, until the limit ──► STILL_ATTACHED
 * </pre>
 */
package vgpuctl.linux.libvirt;

package vgpuctl.linux.libvirt;

import java.util.OptionalLong;

/**
 * libvirt's own note on a running domain, {@code /run/libvirt/qemu/NAME.xml}: it is there as long
 * as the domain runs, whether the daemon does or not.
 *
 * @param state {@code running}, {@code paused}, …
 * @param reason {@code booted}, {@code migrated}, …
 * @param pid of QEMU
 */
public record DomainStatus(String state, String reason, OptionalLong pid, DomainXml domain) {

    /**
     * Reads such a file.
     *
     * @throws DomainXmlException where it is malformed
     */
    public static DomainStatus parse(String xml) {
        return DomainXmlReader.status(xml);
    }
}

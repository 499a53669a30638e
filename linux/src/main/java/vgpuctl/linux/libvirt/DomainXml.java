package vgpuctl.linux.libvirt;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.HostDevice;

/**
 * What a domain's XML says about the devices of the host that it uses.
 *
 * @param type {@code kvm}, {@code qemu}, …
 * @param machine {@code pc-q35-7.2}; libvirt always has one for QEMU
 * @param hostdevs in their order in the XML, which has no meaning
 * @param qemuArguments what somebody passes to QEMU beside libvirt; may name a device, too
 */
public record DomainXml(
        String name,
        Optional<UUID> uuid,
        String type,
        Optional<String> machine,
        List<Hostdev> hostdevs,
        Screen screen,
        List<String> qemuArguments) {

    /**
     * How the domain's screen is shown.
     *
     * @param graphics whether there is a graphics device, which a vGPU's {@code display='on'} needs
     * @param openGl whether one of them draws with OpenGL, which {@code display='on'} needs to be
     *     seen when the guest's driver shares its frames as dma-buf
     */
    public record Screen(boolean graphics, boolean openGl) {}

    public DomainXml {
        hostdevs = List.copyOf(hostdevs);
        qemuArguments = List.copyOf(qemuArguments);
    }

    /**
     * Reads {@code virsh dumpxml} and the files in {@code /etc/libvirt/qemu}.
     *
     * @throws DomainXmlException where it is malformed
     */
    public static DomainXml parse(String xml) {
        return DomainXmlReader.domain(xml);
    }

    public boolean uses(Hostdev device) {
        return hostdevs.stream().anyMatch(device::isSameDevice);
    }

    /** As a hostdev, or in an argument to QEMU that libvirt knows nothing about. */
    public boolean uses(HostDevice device) {
        return hostdevs.stream().anyMatch(hostdev -> hostdev.device().equals(device))
                || qemuArguments.stream().anyMatch(argument -> argument.contains(device.text()));
    }
}

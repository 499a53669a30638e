package vgpuctl.core.plan;

import java.util.UUID;

/**
 * The {@code <hostdev>} element that gives a domain a vGPU.
 *
 * <p>Without a guest {@code <address>}: libvirt assigns one. A copy of the host's address there is
 * how «Attempted double use of PCI Address» comes about.
 *
 * @param display whether QEMU shows the vGPU's head on the domain's graphics device
 */
public record Hostdev(UUID uuid, boolean display) {

    public String xml() {
        return """
        <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='%s'>
          <source>
            <address uuid='%s'/>
          </source>
        </hostdev>
        """
                .formatted(display ? "on" : "off", uuid);
    }
}

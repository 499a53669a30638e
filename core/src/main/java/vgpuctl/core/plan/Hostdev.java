package vgpuctl.core.plan;

import vgpuctl.core.inventory.HostDevice;

/**
 * The {@code <hostdev>} element that gives a domain a vGPU.
 *
 * <p>Without a guest {@code <address>}: libvirt assigns one. A copy of the host's address there is
 * how «Attempted double use of PCI Address» comes about.
 *
 * @param device a mediated device, or a virtual function that stays with NVIDIA's driver: libvirt
 *     must not bind it to another one ({@code managed='no'})
 * @param display whether QEMU shows the vGPU's head on the domain's graphics device
 */
public record Hostdev(HostDevice device, boolean display) {

    public String xml() {
        return switch (device) {
            case HostDevice.Mdev(var uuid) ->
                    """
                    <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='%s'>
                      <source>
                        <address uuid='%s'/>
                      </source>
                    </hostdev>
                    """
                            .formatted(display ? "on" : "off", uuid);
            case HostDevice.PciFunction(var at) ->
                    """
                    <hostdev mode='subsystem' type='pci' managed='no'>
                      <source>
                        <address domain='%s' bus='%s' slot='%s' function='%s'/>
                      </source>
                    </hostdev>
                    """
                            .formatted(
                                    hex(at.domain(), 4),
                                    hex(at.bus(), 2),
                                    hex(at.device(), 2),
                                    hex(at.function(), 1));
        };
    }

    private static String hex(long value, int width) {
        var digits = Long.toHexString(value);
        return "0x" + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}

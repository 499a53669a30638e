package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;

/** Two devices of a VM have the same address in it. */
final class DoublePciAddress extends RefusedConfiguration {

    DoublePciAddress() {
        super(
                Description.error(
                                "double-pci-address",
                                Layer.VM,
                                "Two devices of a VM have the same address in it")
                        .because(
                                "The address in the VM's XML is the one inside of the"
                                        + " VM, not the card's on the host. It was written"
                                        + " twice, often because the host's was copied.")
                        .fix(
                                "Take the <address type='pci' …/> out of the"
                                        + " <hostdev>: libvirt chooses a free one. 'vgpuctl"
                                        + " attach' writes none."),
                "Attempted double use of PCI Address");
    }
}

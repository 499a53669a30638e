package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Two devices of a VM have the same address in it. */
final class DoublePciAddress extends Signature {

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

    @Override
    protected List<String> settledBy() {
        return List.of(LaterConfiguration.WORDS);
    }

    @Override
    protected boolean settles(Line line, Line seen, String about) {
        return LaterConfiguration.isAfter(line, seen);
    }
}

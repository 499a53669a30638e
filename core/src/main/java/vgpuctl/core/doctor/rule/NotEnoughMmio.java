package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** There is no address space for the virtual functions. */
final class NotEnoughMmio extends Signature {

    NotEnoughMmio() {
        super(
                Description.error(
                                "sriov-not-enough-mmio",
                                Layer.FIRMWARE,
                                "There is no address space for the virtual functions")
                        .because(
                                "The firmware left too small a window for the memory"
                                        + " regions that the card's virtual functions need.")
                        .fix(
                                "In the firmware's setup switch on \"Above 4G"
                                        + " decoding\", SR-IOV and, where there is one, a larger"
                                        + " MMIO window. The kernel option 'pci=realloc' helps"
                                        + " on some boards."),
                "not enough MMIO resources for SR-IOV",
                "can't enable IOV",
                "failed to assign VF",
                "no space for VF BAR");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.address(line).orElse("");
    }
}

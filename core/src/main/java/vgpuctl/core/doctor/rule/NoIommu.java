package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The IOMMU is off. */
final class NoIommu extends Signature {

    NoIommu() {
        super(
                Description.error("no-iommu", Layer.FIRMWARE, "The IOMMU is off")
                        .because(
                                "Devices can only be given to VMs with the IOMMU on."
                                        + " It is switched on in the firmware (VT-d, AMD-Vi) and"
                                        + " by the kernel's command line.")
                        .fix(
                                "Switch VT-d or AMD-Vi on in the firmware's setup,"
                                        + " and add 'intel_iommu=on iommu=pt' (Intel) or"
                                        + " 'iommu=pt' (AMD) to the kernel's command line, then"
                                        + " restart."),
                "iommu groups: 0",
                "no iommu_group found",
                "host doesn't support passthrough of host PCI devices",
                "DMAR: IOMMU disabled",
                "No IOMMU found");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

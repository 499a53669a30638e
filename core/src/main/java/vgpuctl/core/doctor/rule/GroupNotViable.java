package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** A device that a VM was given shares its IOMMU group with others. */
final class GroupNotViable extends Signature {

    GroupNotViable() {
        super(
                Description.error(
                                "group-not-viable",
                                Layer.VM,
                                "A device that a VM was given shares its IOMMU group"
                                        + " with others")
                        .because(
                                "For a whole device, all functions of its group have"
                                        + " to be given away together: a sound or USB function"
                                        + " of the card, or another device behind the same"
                                        + " bridge, still has a driver of the host.")
                        .fix(
                                "Bind every device of the group to vfio-pci, or move"
                                        + " the card to a slot with a group of its own."),
                " is not viable",
                "Please ensure all devices within the iommu_group are bound");
    }

    @Override
    protected boolean says(Line line) {
        return line.has("group ");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;

/** QEMU advises to look at the drivers of an IOMMU group. */
final class GroupAdvice extends FailedStart {

    GroupAdvice() {
        super(
                Description.error(
                                "qemu-group-advice",
                                Layer.VM,
                                "QEMU advises to look at the drivers of an IOMMU" + " group")
                        .because(
                                "QEMU adds this to every device that it could not"
                                        + " open. For vGPUs it leads astray: they are alone in"
                                        + " their group.")
                        .fix(
                                "Read the line before it, and look for the vGPU's own"
                                        + " error in 'journalctl -u nvidia-vgpu-mgr'.")
                        .explainedByTheSame("qemu-group-error")
                        .explainedBy("qemu-group-error"),
                "bound to vfio-<bus> or pci-stub and not already in use");
    }

    @Override
    protected String about(Line line, Context context) {
        return context.refusedIn(line).orElse("");
    }
}

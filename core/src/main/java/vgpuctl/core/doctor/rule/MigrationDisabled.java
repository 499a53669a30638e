package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** VMs with this vGPU cannot be moved while they run. */
final class MigrationDisabled extends Signature {

    MigrationDisabled() {
        super(
                Description.notice(
                                "migration-disabled",
                                Layer.VGPU,
                                "VMs with this vGPU cannot be moved while they run")
                        .because(
                                "The kernel, the driver or a setting of the vGPU does"
                                        + " not allow live migration.")
                        .fix(
                                "Nothing has to be done, unless you want to migrate:"
                                        + " that takes a recent kernel, QEMU and libvirt and a"
                                        + " driver that supports it."),
                "vGPU migration disabled");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

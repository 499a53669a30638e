package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** libvirt does not migrate a VM with a vGPU. */
final class MigrationRefused extends Signature {

    MigrationRefused() {
        super(
                Description.error(
                                "migration-refused",
                                Layer.VM,
                                "libvirt does not migrate a VM with a vGPU")
                        .because(
                                "It takes libvirt 8.6, QEMU 8.1 and a kernel from"
                                        + " 5.18 on, and a driver that allows it.")
                        .fix("Upgrade both hosts, or shut the VM down to move it."),
                "domain has assigned non-USB host devices");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** QEMU was started without a UUID for the VM. */
final class NoVmUuid extends Signature {

    NoVmUuid() {
        super(
                Description.error(
                                "no-vm-uuid",
                                Layer.VM,
                                "QEMU was started without a UUID for the VM")
                        .because(
                                "The vGPU manager learns from QEMU's command line"
                                        + " which VM a vGPU is for, and found no -uuid there.")
                        .fix(
                                "Start QEMU with '-uuid' and a UUID of the VM, or let"
                                        + " libvirt start it."),
                "Failed to get VM UUID from QEMU command-line",
                "kvm_plugin_global_init failed");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

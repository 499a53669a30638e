package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Subject;

/** The vGPU was gone before QEMU could read it. */
final class ConfigSpaceUnreadable extends FailedStart {

    ConfigSpaceUnreadable() {
        super(
                Description.error(
                                "qemu-config-space",
                                Layer.VM,
                                "The vGPU was gone before QEMU could read it")
                        .because("The manager's process for it ended while the VM" + " started.")
                        .fix(
                                "The manager's journal has the reason: 'journalctl -u"
                                        + " nvidia-vgpu-mgr'.")
                        .explainedByTheSame(
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "vgpu-start-failed")
                        .explainedBy(
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "manager-not-reached",
                                "leftover-vgpu",
                                "card-not-in-driver-list",
                                "vgpu-start-failed",
                                "vgpu-did-not-initialise"),
                "failed to read device config space");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.device(line);
    }
}

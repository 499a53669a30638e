package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;

/** QEMU was refused a vGPU when the VM started. */
final class GroupError extends FailedStart {

    GroupError() {
        super(
                Description.error(
                                "qemu-group-error",
                                Layer.VM,
                                "QEMU was refused a vGPU when the VM started")
                        .because(
                                "The driver or the manager refused it; QEMU only"
                                        + " passes an input/output error on. What it says about"
                                        + " other drivers in the group does not hold for vGPUs,"
                                        + " which are alone in theirs.")
                        .fix(
                                "The manager's journal and the kernel's log have the"
                                        + " reason: 'journalctl -u nvidia-vgpu-mgr', 'dmesg'. If"
                                        + " neither says anything, look for vGPUs that an"
                                        + " earlier failure left ('nvidia-smi vgpu').")
                        .explainedByTheSame(
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "vgpu-start-failed",
                                "manager-not-reached")
                        .explainedBy(
                                "leftover-vgpu",
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "manager-not-reached",
                                "vgpu-start-failed",
                                "vgpu-did-not-initialise",
                                "leftover-manager-process",
                                "card-not-in-driver-list"),
                "error getting device from group");
    }
}

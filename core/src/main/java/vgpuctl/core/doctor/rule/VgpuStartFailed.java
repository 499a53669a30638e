package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;

/** The driver could not start a vGPU for a VM. */
final class VgpuStartFailed extends FailedStart {

    VgpuStartFailed() {
        super(
                Description.error(
                                "vgpu-start-failed",
                                Layer.VM,
                                "The driver could not start a vGPU for a VM")
                        .because(
                                "The vGPU manager refused it. Creating a vGPU proves"
                                        + " little: that it can really be used is found out"
                                        + " here, when its VM starts.")
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
                                "guest-newer-than-host")
                        .explainedBy(
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "vgpu-did-not-initialise",
                                "leftover-vgpu",
                                "card-not-in-driver-list"),
                "start failed. status: 0x");
    }

    @Override
    protected boolean says(Line line) {
        return !line.has("Timeout Occured");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;

/** A vGPU did not come up in the vGPU manager. */
final class ManagerAftermath extends FailedStart {

    ManagerAftermath() {
        super(
                Description.error(
                                "vgpu-did-not-initialise",
                                Layer.VM,
                                "A vGPU did not come up in the vGPU manager")
                        .because(
                                "These lines follow every failure to start a vGPU,"
                                        + " whatever it was.")
                        .fix(
                                "The first error of that start says why: read the"
                                        + " journal further up, 'journalctl -u nvidia-vgpu-mgr'.")
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
                                "rm-client-failed"),
                "vmiope_process_configuration failed",
                "plugin_initialize failed",
                "Thread for engine ",
                "Failed to free thread event for engine",
                "display_init failed for inst",
                "Initialization: init_device_instance failed",
                "Initialization: Failed to get static information");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A vGPU that a VM has or that is to start at boot, and that is not active. */
final class VgpuNotActive extends Signature {

    VgpuNotActive() {
        super(
                Description.warning("vgpu-not-active", Layer.VGPU, "A vGPU is only defined")
                        .because(
                                "It is to be started at boot or a VM has it, and it is"
                                        + " not there: the VM will not start. vGPUs are gone"
                                        + " after a restart of the host until something makes"
                                        + " them again.")
                        .fix("Start it.")
                        .command("vgpuctl start {}")
                        .explainedByTheSame("type-gone")
                        .explainedBy("mdevctl-not-at-boot", "functions-off"),
                "mdev expected and not active: ");
    }
}

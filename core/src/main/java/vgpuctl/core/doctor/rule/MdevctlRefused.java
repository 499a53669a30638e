package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** mdevctl refused what it was asked for. */
final class MdevctlRefused extends Signature {

    MdevctlRefused() {
        super(
                Description.error(
                                "mdevctl-refused",
                                Layer.VGPU,
                                "mdevctl refused what it was asked for")
                        .because(
                                "Its message says why: the parent is not there or has"
                                        + " no vGPUs, the type is not offered, the device exists"
                                        + " already or not at all.")
                        .fix(
                                "'vgpuctl list' shows what there is, 'vgpuctl types'"
                                        + " what is offered.")
                        .command("vgpuctl list")
                        .explainedBy("vgpu-creation-failed", "create-no-room"),
                "Unable to find parent device ",
                "is not currently registered for mdev support",
                "does not support mdev type",
                "Device exists under different parent",
                "Device exists with different type",
                "Failed to create mdev ",
                "Cowardly refusing to overwrite existing config",
                "No devices match the specified uuid",
                "Device already exists",
                " already defined",
                "Device is not active",
                "Device is not defined",
                "Error removing device \"");
    }
}

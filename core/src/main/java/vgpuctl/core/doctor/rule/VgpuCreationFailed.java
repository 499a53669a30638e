package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver refused to make a vGPU. */
final class VgpuCreationFailed extends Signature {

    VgpuCreationFailed() {
        super(
                Description.error(
                                "vgpu-creation-failed",
                                Layer.VGPU,
                                "The driver refused to make a vGPU")
                        .because(
                                "The error number is the same whatever the reason:"
                                        + " the card is full, vGPUs of another size are on it,"
                                        + " the virtual function has a vGPU, or MIG and the type"
                                        + " do not go together.")
                        .fix("'vgpuctl types' says what fits now and why the rest" + " does not.")
                        .command("vgpuctl types"),
                "vGPU creation failed",
                "Failed to probe mdev device, ret");
    }
}

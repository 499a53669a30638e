package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A VM was started on a virtual function without a vGPU. */
final class FunctionWithoutType extends Signature {

    FunctionWithoutType() {
        super(
                Description.error(
                                "function-without-type",
                                Layer.VM,
                                "A VM was started on a virtual function without a" + " vGPU")
                        .because(
                                "What is set on virtual functions is gone after a"
                                        + " restart of the host or the driver.")
                        .fix("Make the vGPU before the VM starts, and have it made" + " at boot.")
                        .command("vgpuctl list"),
                "current_vgpu_type of VF not configured",
                "No vGPU device found for VF");
    }
}

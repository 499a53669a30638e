package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A vGPU was removed that was not there. */
final class NothingToRemove extends Signature {

    NothingToRemove() {
        super(
                Description.notice(
                                "vgpu-nothing-to-remove",
                                Layer.VGPU,
                                "A vGPU was removed that was not there")
                        .because(
                                "0 was written to the type of a virtual function that"
                                        + " had none; the driver calls that not permitted.")
                        .fix("Nothing has to be done."),
                "Failed to remove vGPU. No vGPU exists");
    }
}

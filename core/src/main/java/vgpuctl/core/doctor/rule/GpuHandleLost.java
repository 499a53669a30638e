package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver has lost a GPU. */
final class GpuHandleLost extends Signature {

    GpuHandleLost() {
        super(
                Description.error("gpu-handle-lost", Layer.FIRMWARE, "The driver has lost a GPU")
                        .because(
                                "It fell off the bus, or it was reset while the"
                                        + " driver had it.")
                        .fix(
                                "Restart the host: reloading the driver does not"
                                        + " bring it back. Never write to a card's 'reset' file"
                                        + " while vGPUs are on it.")
                        .explainedBy("gpu-fell-off"),
                "Unable to determine the device handle for GPU");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** No GPU is in vGPU mode. */
final class NoDeviceInVgpuMode extends Signature {

    NoDeviceInVgpuMode() {
        super(
                Description.warning(
                                "no-device-in-vgpu-mode", Layer.DRIVER, "No GPU is in vGPU mode")
                        .because(
                                "The driver is the plain one, not that for vGPU"
                                        + " hosts, or it does not know the card as one with"
                                        + " vGPUs. Inside of a VM this is as it should be.")
                        .fix(
                                "Install the vGPU host driver (its package is called"
                                        + " vgpu-kvm). In a VM there is nothing to do.")
                        .explainedBy("card-not-in-driver-list"),
                "No supported devices in vGPU mode");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

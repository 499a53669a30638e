package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The kernel module refuses what nvidia-vgpud tells it. */
final class FractionalMultiVgpuRefused extends Signature {

    FractionalMultiVgpuRefused() {
        super(
                Description.error(
                                "fractional-multi-vgpu-refused",
                                Layer.DRIVER,
                                "The kernel module refuses what nvidia-vgpud tells it")
                        .because(
                                "The resource manager answers a call of the service"
                                        + " with \"not supported\": the service and the kernel"
                                        + " module are of different versions, or the card is"
                                        + " shown to the driver as another one.")
                        .fix(
                                "Install the vGPU manager and the kernel module from"
                                        + " one package, build the module for the running"
                                        + " kernel, and restart. On a host with an unlock shim,"
                                        + " its version has to go with the driver's.")
                        .likely(),
                "failed to set pGPU fractional multivgpu information");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

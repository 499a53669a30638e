package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** nvidia-vgpud had nothing to tell the driver. */
final class VgpudWithoutConfiguration extends Signature {

    VgpudWithoutConfiguration() {
        super(
                Description.error(
                                "vgpud-without-configuration",
                                Layer.SERVICE,
                                "nvidia-vgpud had nothing to tell the driver")
                        .because(
                                "The service ends with status 6 (NOTCONFIGURED) when"
                                        + " no GPU of the host can have vGPUs. This is what"
                                        + " follows, not what is wrong.")
                        .fix("Look for the line above it that names the GPU and" + " says why.")
                        .explainedBy("card-not-in-driver-list", "fractional-multi-vgpu-refused"),
                "failed to send vGPU configuration info to RM");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }

    @Override
    protected List<String> settledBy() {
        return List.of("nvidia-vgpud.service: Deactivated successfully");
    }
}

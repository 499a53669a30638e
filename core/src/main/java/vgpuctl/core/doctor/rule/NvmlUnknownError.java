package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** NVIDIA's library does not reach the driver. */
final class NvmlUnknownError extends Signature {

    NvmlUnknownError() {
        super(
                Description.error(
                                "nvml-unknown-error",
                                Layer.DRIVER,
                                "NVIDIA's library does not reach the driver")
                        .because(
                                "The device files are missing or may not be opened (a"
                                        + " container whose devices changed), or the driver"
                                        + " hangs.")
                        .fix(
                                "Look for /dev/nvidia*; restart the container, or"
                                        + " reload the driver."),
                "Failed to initialize NVML: Unknown Error",
                "Failed to initialize NVML: Insufficient Permissions");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

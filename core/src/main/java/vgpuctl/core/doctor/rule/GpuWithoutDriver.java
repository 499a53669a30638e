package vgpuctl.core.doctor.rule;

import java.util.regex.Pattern;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** An NVIDIA GPU that nobody drives. */
final class GpuWithoutDriver extends Signature {

    private static final Pattern GPU = Pattern.compile(" 10de:.* class 03\\w* driver none ");

    GpuWithoutDriver() {
        super(
                Description.error("gpu-without-driver", Layer.DRIVER, "A GPU has no driver")
                        .because("The nvidia module is not loaded, or it did not take the card.")
                        .fix(
                                "'modprobe nvidia'; if that fails, its error and"
                                        + " 'dmesg' say why. If the driver is not installed,"
                                        + " install the vGPU host driver.")
                        .explainedBy(
                                "nvidia-module-not-loaded",
                                "unsigned-module",
                                "driver-probe-failed",
                                "card-not-for-this-driver",
                                "dkms-build-failed",
                                "kernel-too-new"),
                " driver none ");
    }

    @Override
    protected boolean says(Line line) {
        return GPU.matcher(line.text()).find();
    }
}

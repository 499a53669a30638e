package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** nvidia-smi finds no NVIDIA driver. */
final class DriverNotLoaded extends Signature {

    DriverNotLoaded() {
        super(
                Description.error(
                                "driver-not-loaded",
                                Layer.DRIVER,
                                "nvidia-smi finds no NVIDIA driver")
                        .because("The nvidia module is not loaded.")
                        .fix("'modprobe nvidia'; if that fails, its error says" + " why.")
                        .explainedBy(
                                "nvidia-module-not-loaded",
                                "unsigned-module",
                                "nouveau-bound",
                                "dkms-build-failed"),
                "couldn't communicate with the NVIDIA driver",
                "Failed to initialize NVML: Driver Not Loaded");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

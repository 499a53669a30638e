package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The vGPU manager does not reach the kernel module. */
final class RmClientFailed extends Signature {

    RmClientFailed() {
        super(
                Description.error(
                                "rm-client-failed",
                                Layer.DRIVER,
                                "The vGPU manager does not reach the kernel module")
                        .because(
                                "The nvidia module is not loaded, or it was built for"
                                        + " another kernel than the one that runs.")
                        .fix(
                                "Build the module for the running kernel ('dkms"
                                        + " autoinstall'), load it ('modprobe nvidia'), then"
                                        + " 'systemctl restart nvidia-vgpu-mgr'.")
                        .explainedBy("nvidia-module-not-loaded", "unsigned-module"),
                "Failed to initialize RM client");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

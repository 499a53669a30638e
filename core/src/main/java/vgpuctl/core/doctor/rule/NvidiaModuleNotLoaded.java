package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The nvidia kernel module could not be loaded. */
final class NvidiaModuleNotLoaded extends Signature {

    NvidiaModuleNotLoaded() {
        super(
                Description.error(
                                "nvidia-module-not-loaded",
                                Layer.DRIVER,
                                "The nvidia kernel module could not be loaded")
                        .because(
                                "It is not built for the running kernel, not signed"
                                        + " under Secure Boot, or nouveau has the card.")
                        .fix(
                                "Keep nouveau from loading (blacklist it and make the"
                                        + " initial RAM disk anew), build the module for the"
                                        + " running kernel, restart.")
                        .explainedBy(
                                "unsigned-module",
                                "dkms-build-failed",
                                "kernel-too-new",
                                "nouveau-bound"),
                "Unable to load the kernel module 'nvidia.ko'",
                "Module nvidia not found",
                "module nvidia: missing");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

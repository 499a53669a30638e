package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The driver does not build on so new a kernel. */
final class KernelTooNew extends Signature {

    KernelTooNew() {
        super(
                Description.error(
                                "kernel-too-new",
                                Layer.DRIVER,
                                "The driver does not build on so new a kernel")
                        .because(
                                "The kernel no longer has a function that this driver"
                                        + " branch uses.")
                        .fix(
                                "Take a newer release of the branch or a newer"
                                        + " branch, or boot an older kernel."),
                "implicit declaration of function 'follow_pfn'",
                "'no_llseek' undeclared",
                "implicit declaration of function 'drm_");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The kernel module could not be built. */
final class DkmsBuildFailed extends Signature {

    DkmsBuildFailed() {
        super(
                Description.error(
                                "dkms-build-failed",
                                Layer.DRIVER,
                                "The kernel module could not be built")
                        .because(
                                "DKMS built the driver for a kernel and failed; often"
                                        + " the headers of that kernel or the right compiler are"
                                        + " missing.")
                        .fix(
                                "Read the make.log that it names, install the headers"
                                        + " of the running kernel, then 'dkms autoinstall'.")
                        .explainedBy("kernel-too-new"),
                "Bad return status for module build on kernel");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

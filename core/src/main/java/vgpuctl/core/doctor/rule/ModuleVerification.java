package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The kernel took an unsigned module and says so. */
final class ModuleVerification extends Signature {

    ModuleVerification() {
        super(
                Description.notice(
                                "module-verification",
                                Layer.KERNEL,
                                "The kernel took an unsigned module and says so")
                        .because("Without Secure Boot this is of no consequence.")
                        .fix("Nothing has to be done."),
                "module verification failed: signature and/or required key missing");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

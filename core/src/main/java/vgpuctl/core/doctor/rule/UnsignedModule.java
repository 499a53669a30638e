package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The kernel does not load a module that is not signed. */
final class UnsignedModule extends Signature {

    UnsignedModule() {
        super(
                Description.error(
                                "unsigned-module",
                                Layer.KERNEL,
                                "The kernel does not load a module that is not signed")
                        .because(
                                "Secure Boot is on, and the module was not signed"
                                        + " with a key that this host trusts.")
                        .fix(
                                "Sign the modules and enrol the key ('mokutil"
                                        + " --import'), or switch Secure Boot off."),
                "unsigned module loading is restricted",
                "Loading of unsigned module is rejected",
                "Key was rejected by service",
                "Loading of module with unavailable key is rejected");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

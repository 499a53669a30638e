package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The manager takes this GPU for one that cannot have vGPUs. */
final class NotVgxCapable extends Signature {

    NotVgxCapable() {
        super(
                Description.error(
                                "not-vgx-capable",
                                Layer.DRIVER,
                                "The manager takes this GPU for one that cannot have" + " vGPUs")
                        .because(
                                "The driver checks the board before every vGPU and"
                                        + " found one without vGPU support: it is not certified,"
                                        + " or what shows it as another card does not reach the"
                                        + " manager.")
                        .fix(
                                "Use a certified card and a driver branch that has"
                                        + " it. Behind an unlock shim, see whether the manager"
                                        + " really runs under it."),
                "vGPU is supported only on VGX capable boards",
                "vGPU validation of the GPU failed");
    }
}

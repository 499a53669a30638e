package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver answered "not supported" to the vGPU manager. */
final class RmNotSupported extends Signature {

    RmNotSupported() {
        super(
                Description.error(
                                "rm-not-supported",
                                Layer.DRIVER,
                                "The driver answered \"not supported\" to the vGPU" + " manager")
                        .because(
                                "Status 0x56 of the resource manager is"
                                        + " NOT_SUPPORTED; the assertion that follows is the"
                                        + " manager's own. The driver and the manager are of"
                                        + " different versions, or the card is not one of the"
                                        + " driver's.")
                        .fix(
                                "Install the manager and the kernel module from one"
                                        + " package, on a card that this branch supports.")
                        .likely()
                        .explainedBy(
                                "fractional-multi-vgpu-refused",
                                "no-host-connection",
                                "configuration-refused",
                                "not-vgx-capable"),
                "NVOS status 0x",
                "Assertion Failed at 0x");
    }
}

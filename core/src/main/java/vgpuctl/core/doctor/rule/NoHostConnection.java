package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The manager cannot set up its connection to the driver. */
final class NoHostConnection extends Signature {

    NoHostConnection() {
        super(
                Description.error(
                                "no-host-connection",
                                Layer.DRIVER,
                                "The manager cannot set up its connection to the" + " driver")
                        .because(
                                "The driver does not support a call that this version"
                                        + " of the manager needs: the two are of different"
                                        + " versions, or the card lacks what the driver expects"
                                        + " of it.")
                        .fix(
                                "Install the manager and the kernel module from one"
                                        + " package, on a card that this branch supports.")
                        .likely()
                        .explainedBy("fractional-multi-vgpu-refused"),
                "unable to setup host connection state",
                "Failed to get c2c info",
                "Failed to get C2C info");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The driver runs and has no GPU. */
final class NoDevicesFound extends Signature {

    NoDevicesFound() {
        super(
                Description.error(
                                "no-devices-found", Layer.DRIVER, "The driver runs and has no GPU")
                        .because(
                                "The card is bound to another driver, such as"
                                        + " vfio-pci, or it no longer works.")
                        .fix(
                                "See who has the card ('vgpuctl gpus') and bind it to"
                                        + " nvidia again. After a reset of the card only a"
                                        + " restart of the host helps.")
                        .command("vgpuctl gpus")
                        .explainedBy(
                                "gpu-fell-off",
                                "gpu-handle-lost",
                                "driver-probe-failed",
                                "card-not-for-this-driver",
                                "nouveau-bound"),
                "No devices were found");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

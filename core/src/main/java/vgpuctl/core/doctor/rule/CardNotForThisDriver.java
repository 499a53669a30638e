package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** This NVIDIA driver does not drive this card. */
final class CardNotForThisDriver extends Signature {

    CardNotForThisDriver() {
        super(
                Description.error(
                                "card-not-for-this-driver",
                                Layer.DRIVER,
                                "This NVIDIA driver does not drive this card")
                        .because(
                                "In a VM: the data centre driver was installed, which"
                                        + " does not know vGPUs. On a host: the branch is too"
                                        + " new or too old for the card.")
                        .fix(
                                "In a VM install the guest driver (GRID) that came"
                                        + " with the host's package. On a host take a branch"
                                        + " that has the card."),
                "installed in this system is not supported by the",
                "NVRM: The NVIDIA GPU ");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

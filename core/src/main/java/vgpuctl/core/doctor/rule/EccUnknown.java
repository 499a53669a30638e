package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The card does not say whether it has ECC. */
final class EccUnknown extends Signature {

    EccUnknown() {
        super(
                Description.notice(
                                "ecc-unknown",
                                Layer.VGPU,
                                "The card does not say whether it has ECC")
                        .because(
                                "The driver asked for the state of error correction"
                                        + " and got no answer; vGPUs then go without it. Cards"
                                        + " for desktops behave so.")
                        .fix("Nothing has to be done."),
                "Cannot query ECC status",
                "0x2080012f failed");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Error correction takes part of the frame buffer. */
final class EccEnabled extends Signature {

    EccEnabled() {
        super(
                Description.notice(
                                "ecc-enabled",
                                Layer.VGPU,
                                "Error correction takes part of the frame buffer")
                        .because(
                                "With ECC on, a card with GDDR memory keeps a"
                                        + " sixteenth of it for check bits, and each vGPU has"
                                        + " that much less.")
                        .fix(
                                "Nothing has to be done. Without ECC ('nvidia-smi -e"
                                        + " 0', then a restart) the memory is whole."),
                "Detected ECC enabled on physical GPU",
                "Guest usable FB size is reduced due to ECC");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

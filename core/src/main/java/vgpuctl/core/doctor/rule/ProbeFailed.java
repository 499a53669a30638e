package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The NVIDIA driver did not take a card. */
final class ProbeFailed extends Signature {

    ProbeFailed() {
        super(
                Description.error(
                                "driver-probe-failed",
                                Layer.DRIVER,
                                "The NVIDIA driver did not take a card")
                        .because(
                                "The driver was offered the card and gave it back;"
                                        + " the lines before say why.")
                        .fix("Read 'dmesg' just above.")
                        .explainedBy("card-not-for-this-driver", "gpu-fell-off", "api-mismatch"),
                "NVRM: The NVIDIA probe routine failed",
                "nvidia: probe of ",
                "NVRM: None of the NVIDIA devices were");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

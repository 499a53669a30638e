package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The manager missed a message that memory is clean. */
final class ScrubbingNotice extends Signature {

    ScrubbingNotice() {
        super(
                Description.notice(
                                "scrubbing-notice",
                                Layer.VGPU,
                                "The manager missed a message that memory is clean")
                        .because(
                                "The frame buffer of a vGPU is cleared before it is"
                                        + " given away. That was done; only the message came"
                                        + " late. The odd spelling is the driver's.")
                        .fix("Nothing has to be done."),
                "Srubbing completed but notification missed",
                "Scrubbing completed but notification missed");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

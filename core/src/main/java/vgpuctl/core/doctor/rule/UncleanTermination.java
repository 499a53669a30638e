package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** systemd found processes of an earlier run. */
final class UncleanTermination extends Signature {

    UncleanTermination() {
        super(
                Description.notice(
                                "unclean-termination",
                                Layer.LEFTOVER,
                                "systemd found processes of an earlier run")
                        .because(
                                "systemd says this of every service whose processes"
                                        + " outlive it. The vGPU manager is made so.")
                        .fix("See the processes that it names.")
                        .explainedBy("leftover-manager-process"),
                "This usually indicates unclean termination of a previous run");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

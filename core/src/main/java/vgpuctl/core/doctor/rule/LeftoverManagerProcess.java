package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Processes of the vGPU manager outlived a restart of the service. */
final class LeftoverManagerProcess extends Signature {

    private static final String GONE = "nvidia-vgpu-mgr processes whose VM is gone: ";
    private static final String NONE = GONE + "0";

    LeftoverManagerProcess() {
        super(
                Description.warning(
                                "leftover-manager-process",
                                Layer.LEFTOVER,
                                "Processes of the vGPU manager outlived the service or"
                                        + " their VM")
                        .because(
                                "Each running vGPU has a process of its own, and"
                                        + " stopping the service leaves them alone. Where their"
                                        + " VM runs, that is as it should be. Where it is gone,"
                                        + " they keep the vGPU and with it the memory of the"
                                        + " card, and the next VM fails to start.")
                        .fix(
                                "Have those shown whose VM is gone, and then ended with"
                                        + " --yes. Ending them by their name would end those of"
                                        + " running VMs, too.")
                        .command("vgpuctl cleanup")
                        .explainedBy("leftover-vgpu"),
                "remains running after unit stopped",
                "Found left-over process ",
                GONE);
    }

    @Override
    protected boolean says(Line line) {
        return line.has("nvidia-vgpu") && !line.has(NONE);
    }

    @Override
    protected List<String> settledBy() {
        return List.of(NONE);
    }

    @Override
    protected String about(Line line, Context context) {
        return "nvidia-vgpu-mgr";
    }
}

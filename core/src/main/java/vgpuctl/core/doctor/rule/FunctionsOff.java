package vgpuctl.core.doctor.rule;

import java.util.regex.Pattern;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** A card whose vGPUs live on virtual functions, and none of them is switched on. */
final class FunctionsOff extends Signature {

    private static final Pattern NONE =
            Pattern.compile(" 10de:.* class 03\\w* driver nvidia .*virtual functions 0 of [1-9]");

    FunctionsOff() {
        super(
                Description.warning(
                                "functions-off",
                                Layer.VGPU,
                                "The virtual functions of a GPU are switched off")
                        .because(
                                "From Ampere on every vGPU lives on a virtual"
                                        + " function. They are off after each restart of the host"
                                        + " or the driver.")
                        .fix(
                                "Switch them on, which runs NVIDIA's sriov-manage, and"
                                        + " have it done at boot, after nvidia-vgpu-mgr:"
                                        + " vgpuctl-restore does where a vGPU needs it.")
                        .command("vgpuctl sriov enable {}")
                        .explainedBy("sriov-not-enough-mmio", "vfs-gpu-in-use"),
                "virtual functions 0 of ");
    }

    @Override
    protected boolean says(Line line) {
        return NONE.matcher(line.text()).find();
    }
}

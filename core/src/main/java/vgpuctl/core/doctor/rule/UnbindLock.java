package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** Virtual functions cannot be switched while something uses the GPU. */
final class UnbindLock extends Signature {

    UnbindLock() {
        super(
                Description.error(
                                "vfs-gpu-in-use",
                                Layer.SERVICE,
                                "Virtual functions cannot be switched while something"
                                        + " uses the GPU")
                        .because(
                                "A program that watches the GPU (nvidia-smi, a"
                                        + " metrics exporter, dcgm, persistenced) has it open.")
                        .fix("Stop what watches the GPU, switch, and start it" + " again."),
                "Cannot obtain unbindLock");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.address(line).orElse("");
    }
}

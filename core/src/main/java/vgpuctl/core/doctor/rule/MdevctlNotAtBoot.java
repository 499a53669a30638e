package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** vGPUs were not started at boot, as mdevctl was not found. */
final class MdevctlNotAtBoot extends Signature {

    MdevctlNotAtBoot() {
        super(
                Description.error(
                                "mdevctl-not-at-boot",
                                Layer.SERVICE,
                                "vGPUs were not started at boot, as mdevctl was not" + " found")
                        .because(
                                "The udev rule that starts defined vGPUs calls"
                                        + " mdevctl by a path where it is not.")
                        .fix(
                                "Correct the path in mdevctl's udev rule, or install"
                                        + " mdevctl where it looks, then start the vGPUs by hand"
                                        + " this once.")
                        .command("vgpuctl list"),
                "/mdevctl: not found",
                "mdevctl: No such file or directory");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

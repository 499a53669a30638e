package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A vGPU could not be removed because something holds it. */
final class VgpuStillHeld extends Signature {

    VgpuStillHeld() {
        super(
                Description.error(
                                "vgpu-still-held",
                                Layer.LEFTOVER,
                                "A vGPU could not be removed because something holds" + " it")
                        .because("A VM or a process of the vGPU manager has it open.")
                        .fix(
                                "Shut the VM down. If it is gone already, end the"
                                        + " process of the manager that is left over, then try"
                                        + " again.")
                        .command("vgpuctl stop {}"),
                "vGPU destroy failed: 0x",
                "blocked until released by user");
    }
}

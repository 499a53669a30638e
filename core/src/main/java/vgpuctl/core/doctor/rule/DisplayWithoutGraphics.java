package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;

/** A vGPU is to be a display of a VM that has no graphics. */
final class DisplayWithoutGraphics extends RefusedConfiguration {

    DisplayWithoutGraphics() {
        super(
                Description.error(
                                "display-without-graphics",
                                Layer.VM,
                                "A vGPU is to be a display of a VM that has no" + " graphics")
                        .because(
                                "display='on' shows the vGPU's screen through SPICE"
                                        + " or VNC, and the VM has neither.")
                        .fix(
                                "Write display='off' in the <hostdev>, or give the VM"
                                        + " a <graphics> device. 'vgpuctl attach' chooses what"
                                        + " the VM can have."),
                "graphics device is needed for attribute value 'display=on'");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** A tool for mediated devices runs on a host that has none. */
final class NoParentDevices extends Signature {

    NoParentDevices() {
        super(
                Description.error(
                                "no-parent-devices",
                                Layer.SERVICE,
                                "A tool for mediated devices runs on a host that has" + " none")
                        .because(
                                "From kernel 6.8 on, NVIDIA's driver sets the types"
                                        + " of vGPUs on the virtual functions themselves,"
                                        + " without mediated devices.")
                        .fix("Use a release of the tool that knows this interface."),
                "no parent devices found for GPU at index");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The MIG tool takes virtual functions for GPUs. */
final class MigToolCountsFunctions extends Signature {

    MigToolCountsFunctions() {
        super(
                Description.error(
                                "mig-tool-counts-functions",
                                Layer.SERVICE,
                                "The MIG tool takes virtual functions for GPUs")
                        .because(
                                "Older releases of mig-parted count every NVIDIA"
                                        + " device on the bus, and with virtual functions on"
                                        + " there are many.")
                        .fix(
                                "Use a newer mig-parted, or run it before the virtual"
                                        + " functions are switched on."),
                "Error checking MIG capable: error getting device handle");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

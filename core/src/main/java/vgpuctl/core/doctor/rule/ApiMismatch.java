package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Parts of the NVIDIA driver are of different versions. */
final class ApiMismatch extends Signature {

    ApiMismatch() {
        super(
                Description.error(
                                "api-mismatch",
                                Layer.DRIVER,
                                "Parts of the NVIDIA driver are of different versions")
                        .because(
                                "The loaded kernel module is of another version than"
                                        + " the programs: the driver was upgraded, and the old"
                                        + " module still runs.")
                        .fix(
                                "Restart the host, or unload the old modules with no"
                                        + " vGPU running and load the new ones."),
                "API mismatch: the client has the version",
                "Driver/library version mismatch");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Calls to the driver failed that an unlock shim looks at. */
final class ShimTracing extends Signature {

    ShimTracing() {
        super(
                Description.notice(
                                "shim-tracing",
                                Layer.DRIVER,
                                "Calls to the driver failed that an unlock shim looks" + " at")
                        .because(
                                "A shim writes each call of the manager that the"
                                        + " driver did not take. Most of them are of no"
                                        + " consequence.")
                        .fix("Nothing has to be done, unless an error follows.")
                        .explainedBy("unlock-shim"),
                "op_type: 0x",
                "cmd: 0x");
    }

    @Override
    protected boolean says(Line line) {
        return line.has(" failed.") && !line.has("0x2080012f");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

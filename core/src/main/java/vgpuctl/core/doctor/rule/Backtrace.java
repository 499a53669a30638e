package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The vGPU manager wrote where in its program it was. */
final class Backtrace extends Signature {

    Backtrace() {
        super(
                Description.error(
                                "manager-backtrace",
                                Layer.SERVICE,
                                "The vGPU manager wrote where in its program it was")
                        .because(
                                "A backtrace belongs to the error before or after it;"
                                        + " it is for NVIDIA's support.")
                        .fix("See what else the manager said in that second.")
                        .explainedBy(
                                "multiple-vgpus-in-vm",
                                "not-vgx-capable",
                                "configuration-refused",
                                "no-host-connection",
                                "no-vm-uuid",
                                "rm-not-supported",
                                "guest-newer-than-host",
                                "vgpu-did-not-initialise"),
                "error: vmiop_log: vgpu(",
                "error: vmiop_log: /lib",
                "error: vmiop_log: /usr/lib",
                "error: vmiop_log: (0x0): vgpu(");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

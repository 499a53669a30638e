package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Virtual functions could not be switched on. */
final class VfsNotMade extends Signature {

    VfsNotMade() {
        super(
                Description.error(
                                "vfs-not-made",
                                Layer.KERNEL,
                                "Virtual functions could not be switched on")
                        .because(
                                "The kernel refused the number of virtual functions"
                                        + " that was asked for; its log has the reason.")
                        .fix(
                                "Read 'dmesg' for the same moment. NVIDIA cards are"
                                        + " switched with NVIDIA's own tool:"
                                        + " '/usr/lib/nvidia/sriov-manage -e ADDRESS', not by"
                                        + " writing sriov_numvfs.")
                        .explainedBy("sriov-not-enough-mmio"),
                "write error: Cannot allocate memory",
                "*ERROR* Failed to enable ");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

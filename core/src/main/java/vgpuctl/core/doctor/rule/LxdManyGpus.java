package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** LXD was given a device that fits more than one GPU. */
final class LxdManyGpus extends Signature {

    LxdManyGpus() {
        super(
                Description.error(
                                "lxd-many-gpus",
                                Layer.VM,
                                "LXD was given a device that fits more than one GPU")
                        .because(
                                "A VM gets one GPU for each device entry, and this"
                                        + " entry does not say which.")
                        .fix(
                                "Name the GPU by its 'pci' address. LXD leaves the"
                                        + " vGPU that it had made: 'vgpuctl list' shows it,"
                                        + " 'vgpuctl remove' takes it away.")
                        .command("vgpuctl list"),
                "VMs cannot match multiple GPUs per device");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

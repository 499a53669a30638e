package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A VM with a vGPU that nothing defines. */
final class HostdevWithoutVgpu extends Signature {

    HostdevWithoutVgpu() {
        super(
                Description.warning(
                                "hostdev-without-vgpu",
                                Layer.VM,
                                "A VM has a vGPU that does not exist any more")
                        .because(
                                "The VM's XML names a mediated device that is neither active nor"
                                        + " defined: the VM will not start.")
                        .fix(
                                "Make the vGPU again with that UUID ('vgpuctl create"
                                        + " TYPE --uuid {}'), or have the <hostdev> taken out of"
                                        + " the VM with --yes.")
                        .command("vgpuctl cleanup"),
                "domain with an mdev that is not there: ");
    }
}

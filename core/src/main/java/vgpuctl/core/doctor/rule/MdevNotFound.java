package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A VM has a vGPU that is not there. */
final class MdevNotFound extends Signature {

    MdevNotFound() {
        super(
                Description.error("mdev-not-found", Layer.VGPU, "A VM has a vGPU that is not there")
                        .because(
                                "The vGPU is only defined, or not even that: after a"
                                        + " restart of the host vGPUs are gone until something"
                                        + " makes them again.")
                        .fix("Start it, and have it started at boot.")
                        .command("vgpuctl start {}"),
                "device not found: mediated device");
    }
}

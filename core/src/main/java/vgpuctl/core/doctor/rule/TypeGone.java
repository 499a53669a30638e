package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A definition whose type the driver no longer has. */
final class TypeGone extends Signature {

    TypeGone() {
        super(
                Description.error(
                                "type-gone",
                                Layer.VGPU,
                                "A vGPU is defined with a type that its GPU does not offer")
                        .because(
                                "Types come and go, and change their numbers, with the driver's"
                                        + " releases; the definition was made under another one.")
                        .fix(
                                "See what the GPU offers with 'vgpuctl types', remove"
                                        + " the vGPU and make it again with a type that is there."
                                        + " Under its old name it gets its old UUID, so that its"
                                        + " VM finds it.")
                        .command("vgpuctl types"),
                "mdev defined with a type that is not offered: ");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A virtual function already has a vGPU. */
final class TypeAlreadySet extends Signature {

    TypeAlreadySet() {
        super(
                Description.error(
                                "vgpu-type-already-set",
                                Layer.VGPU,
                                "A virtual function already has a vGPU")
                        .because(
                                "A type can be written to a virtual function only"
                                        + " where none is set.")
                        .fix(
                                "Remove the vGPU that it has, if no VM uses it, or"
                                        + " take another function.")
                        .command("vgpuctl list"),
                "vGPU device already created with type ID");
    }
}

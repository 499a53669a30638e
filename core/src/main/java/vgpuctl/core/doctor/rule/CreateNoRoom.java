package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** There was no room for another vGPU of that type. */
final class CreateNoRoom extends Signature {

    CreateNoRoom() {
        super(
                Description.error(
                                "create-no-room",
                                Layer.VGPU,
                                "There was no room for another vGPU of that type")
                        .because(
                                "The card has as many as it can, or vGPUs of another"
                                        + " size are on it.")
                        .fix(
                                "Free a vGPU or take a type that fits: 'vgpuctl"
                                        + " types' says which.")
                        .command("vgpuctl types"),
                "write error: No space left on device",
                "has no available instances of ",
                "No available instances of ");
    }
}

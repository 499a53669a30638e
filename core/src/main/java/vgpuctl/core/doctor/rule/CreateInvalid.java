package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The kernel refused to make a vGPU: invalid argument. */
final class CreateInvalid extends Signature {

    CreateInvalid() {
        super(
                Description.error(
                                "create-invalid",
                                Layer.VGPU,
                                "The kernel refused to make a vGPU: invalid argument")
                        .because(
                                "The driver does not take the type on this device:"
                                        + " the card is not supported or shown as another one,"
                                        + " or it is a virtual function in the wrong state. A"
                                        + " UUID of the wrong form is refused so as well.")
                        .fix(
                                "Read 'dmesg' for the same moment, and see with"
                                        + " 'vgpuctl types' what the card offers.")
                        .command("vgpuctl types")
                        .likely()
                        .explainedBy("vgpu-creation-failed"),
                "Invalid argument (os error 22)",
                "Error: Invalid argument",
                "create: write error: Invalid argument");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

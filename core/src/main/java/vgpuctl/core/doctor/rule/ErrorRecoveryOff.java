package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** QEMU has no error recovery for a vGPU. */
final class ErrorRecoveryOff extends Signature {

    ErrorRecoveryOff() {
        super(
                Description.notice(
                                "qemu-error-recovery",
                                Layer.VM,
                                "QEMU has no error recovery for a vGPU")
                        .because("QEMU says so of every mediated device.")
                        .fix("Nothing has to be done."),
                "Could not enable error recovery for the device");
    }
}

package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver ended what a VM was computing. */
final class GuestChannelError extends Signature {

    GuestChannelError() {
        super(
                Description.error(
                                "guest-channel-error",
                                Layer.GUEST,
                                "The driver ended what a VM was computing")
                        .because(
                                "An XID error on a channel of the guest: the guest's"
                                        + " program did something that the GPU could not carry"
                                        + " out, or the driver has a fault. XID 43 came with"
                                        + " some driver branches on kernels that they were not"
                                        + " made for.")
                        .fix(
                                "See what the guest was running. If it comes again"
                                        + " with other programs, change to a newer driver of the"
                                        + " branch.")
                        .likely(),
                " detected on physical_chid:");
    }
}

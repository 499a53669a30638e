package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver in the VM is newer than the host allows. */
final class GuestNewerThanHost extends Signature {

    GuestNewerThanHost() {
        super(
                Description.error(
                                "guest-newer-than-host",
                                Layer.GUEST,
                                "The driver in the VM is newer than the host allows")
                        .because(
                                "A guest driver may be of the host's branch or of the"
                                        + " one before it. This one is newer, so the vGPU was"
                                        + " switched off; the VM itself goes on.")
                        .fix(
                                "Install a guest driver of the host's branch in the"
                                        + " VM, or a newer vGPU manager on the host."),
                "Incompatible Guest/Host drivers",
                "Guest VGX version is newer than");
    }
}

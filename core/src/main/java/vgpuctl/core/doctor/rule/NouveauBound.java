package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** The card is driven by nouveau. */
final class NouveauBound extends Signature {

    NouveauBound() {
        super(
                Description.error("nouveau-bound", Layer.DRIVER, "The card is driven by nouveau")
                        .because(
                                "nouveau took the card at boot, and NVIDIA's driver"
                                        + " cannot have it as well.")
                        .fix(
                                "Blacklist nouveau ('blacklist nouveau', 'options"
                                        + " nouveau modeset=0' under /etc/modprobe.d), make the"
                                        + " initial RAM disk anew and restart."),
                "Kernel driver in use: nouveau",
                " driver nouveau ");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.address(line).orElse("");
    }
}

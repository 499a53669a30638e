package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** A GPU no longer answers on the bus. */
final class FellOffTheBus extends Signature {

    FellOffTheBus() {
        super(
                Description.error(
                                "gpu-fell-off",
                                Layer.FIRMWARE,
                                "A GPU no longer answers on the bus")
                        .because(
                                "The card lost its link or its power, overheated, or"
                                        + " was reset under the driver.")
                        .fix(
                                "Restart the host; if it comes back, see power, seat"
                                        + " and cooling of the card."),
                "GPU has fallen off the bus",
                "NVRM: Xid (PCI");
    }

    @Override
    protected boolean says(Line line) {
        return line.has("fallen off the bus") || line.has("): 79,");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.address(line).orElse("");
    }
}

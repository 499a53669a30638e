package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** A tool took the headline of the list of types for a type. */
final class HeaderTakenForType extends Signature {

    HeaderTakenForType() {
        super(
                Description.error(
                                "header-taken-for-type",
                                Layer.SERVICE,
                                "A tool took the headline of the list of types for a" + " type")
                        .because(
                                "The driver's list of types that can be made begins"
                                        + " with a headline, and the tool expects a number"
                                        + " there.")
                        .fix("Use a newer release of the tool."),
                "strconv.Atoi: parsing \"Name\"");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The licence server does not have the licence that the VM asks for. */
final class FeatureNotFound extends Signature {

    FeatureNotFound() {
        super(
                Description.error(
                                "licence-feature-not-found",
                                Layer.LICENCE,
                                "The licence server does not have the licence that"
                                        + " the VM asks for")
                        .because(
                                "The kind of licence that follows from the vGPU's"
                                        + " type, or from FeatureType, is not on the server, or"
                                        + " all of them are in use.")
                        .fix(
                                "Set FeatureType in gridd.conf to what you have (1"
                                        + " for vGPUs, 2 workstation, 4 compute), or add"
                                        + " licences to the server."),
                "Requested feature was not found",
                "Failed to acquire/renew license from license server");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }

    @Override
    protected List<String> settledBy() {
        return List.of("License acquired successfully");
    }
}

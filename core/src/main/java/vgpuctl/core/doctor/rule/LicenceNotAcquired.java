package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The VM got no licence. */
final class LicenceNotAcquired extends Signature {

    LicenceNotAcquired() {
        super(
                Description.error("licence-not-acquired", Layer.LICENCE, "The VM got no licence")
                        .because(
                                "The server could not be reached or refused it; the"
                                        + " lines before say more.")
                        .fix(
                                "See that the VM reaches the licence server (ports"
                                        + " 443 and 80, or 7070 for the old kind), that its"
                                        + " clock is right and the token is the server's.")
                        .explainedBy(
                                "licence-trusted-store",
                                "licence-feature-not-found",
                                "licence-token-missing"),
                "Failed to acquire license from",
                "Failed to register client (");
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

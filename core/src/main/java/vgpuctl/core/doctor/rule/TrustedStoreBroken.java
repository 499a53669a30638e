package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The VM's store of licence keys is broken. */
final class TrustedStoreBroken extends Signature {

    TrustedStoreBroken() {
        super(
                Description.error(
                                "licence-trusted-store",
                                Layer.LICENCE,
                                "The VM's store of licence keys is broken")
                        .because(
                                "nvidia-gridd could not add to its trusted store,"
                                        + " which is too large or damaged.")
                        .fix(
                                "Remove the trusted store in the VM, fetch a new"
                                        + " token and restart nvidia-gridd.")
                        .likely(),
                "Failed to update local trusted store");
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

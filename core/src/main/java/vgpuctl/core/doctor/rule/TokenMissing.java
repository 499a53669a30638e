package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The VM has no client configuration token. */
final class TokenMissing extends Signature {

    TokenMissing() {
        super(
                Description.warning(
                                "licence-token-missing",
                                Layer.LICENCE,
                                "The VM has no client configuration token")
                        .because(
                                "Licence servers of today (NLS, from vGPU 15 on) need"
                                        + " a token file in the VM. The older ones that are"
                                        + " named in gridd.conf do not.")
                        .fix(
                                "Put the token into /etc/nvidia/ClientConfigToken/"
                                        + " and restart nvidia-gridd."),
                "Unable to fetch the client configuration token file");
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

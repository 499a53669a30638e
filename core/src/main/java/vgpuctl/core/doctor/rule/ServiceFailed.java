package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** A service of the vGPU host driver failed. */
final class ServiceFailed extends Signature {

    ServiceFailed() {
        super(
                Description.error(
                                "service-failed",
                                Layer.SERVICE,
                                "A service of the vGPU host driver failed")
                        .because(
                                "systemd says that it ended with an error; its own"
                                        + " lines say why.")
                        .fix(
                                "Read 'journalctl -u {}', mend what it says, then start it again:"
                                        + " 'systemctl restart {}'.")
                        .explainedBy(
                                "card-not-in-driver-list",
                                "vgpud-without-configuration",
                                "fractional-multi-vgpu-refused",
                                "rm-client-failed",
                                "no-host-connection",
                                "nvidia-module-not-loaded",
                                "driver-not-loaded"),
                "nvidia-vgpud.service: Failed with result",
                "nvidia-vgpu-mgr.service: Failed with result",
                "service nvidia-vgpud.service: failed",
                "service nvidia-vgpu-mgr.service: failed");
    }

    @Override
    protected String about(Line line, Context context) {
        return Subject.unit(line).orElse("");
    }

    @Override
    protected List<String> settledBy() {
        return List.of(
                "service nvidia-vgpu-mgr.service: active",
                "service nvidia-vgpud.service: inactive",
                "service nvidia-vgpud.service: active");
    }
}

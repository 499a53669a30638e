package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;

/** The vGPU manager did not answer the driver. */
final class ManagerNotReached extends FailedStart {

    ManagerNotReached() {
        super(
                Description.error(
                                "manager-not-reached",
                                Layer.SERVICE,
                                "The vGPU manager did not answer the driver")
                        .because(
                                "The kernel module asked nvidia-vgpu-mgr to start a"
                                        + " vGPU and waited in vain: the service does not run,"
                                        + " hangs, or runs in a container that the module does"
                                        + " not reach.")
                        .fix(
                                "Run nvidia-vgpu-mgr on the host itself: 'systemctl"
                                        + " restart nvidia-vgpu-mgr', then start the VM again.")
                        .explainedBy("rm-client-failed", "service-failed"),
                "Timeout Occured");
    }

    @Override
    protected boolean says(Line line) {
        return line.has("start failed");
    }
}

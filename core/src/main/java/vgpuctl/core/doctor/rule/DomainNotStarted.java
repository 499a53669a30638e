package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** A VM did not start. */
final class DomainNotStarted extends Signature {

    DomainNotStarted() {
        super(
                Description.error("domain-not-started", Layer.VM, "A VM did not start")
                        .because("The lines around it say why.")
                        .fix("Read the error below it.")
                        .explainedBy(
                                "qemu-group-error",
                                "qemu-config-space",
                                "double-pci-address",
                                "display-without-graphics",
                                "mdev-not-found",
                                "group-not-viable",
                                "function-without-type",
                                "no-iommu",
                                "vgpu-start-failed"),
                "Failed to start domain ",
                "Error starting domain: ",
                "TASK ERROR: start failed",
                "QEMU exited with code ");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

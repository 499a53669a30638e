package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** The vGPU kernel module could not be loaded. */
final class VfioModuleNotLoaded extends Signature {

    VfioModuleNotLoaded() {
        super(
                Description.error(
                                "vfio-module-not-loaded",
                                Layer.DRIVER,
                                "The vGPU kernel module could not be loaded")
                        .because(
                                "The GPU was taken by vfio-pci at boot, the module"
                                        + " was built for another kernel, or it is not signed"
                                        + " and Secure Boot is on.")
                        .fix(
                                "Give the GPU back to nvidia (no vfio-pci.ids for it"
                                        + " on the kernel's command line), build the module for"
                                        + " the running kernel, sign it under Secure Boot.")
                        .explainedBy("unsigned-module", "dkms-build-failed"),
                "'nvidia-vgpu-vfio.ko'",
                "the 'nvidia-vgpu-vfio' kernel module",
                "Module nvidia_vgpu_vfio not found",
                "Module nvidia-vgpu-vfio not found");
    }

    @Override
    protected String about(Line line, Context context) {
        return "";
    }
}

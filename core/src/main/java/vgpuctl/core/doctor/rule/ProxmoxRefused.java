package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Proxmox could not set up a vGPU. */
final class ProxmoxRefused extends Signature {

    ProxmoxRefused() {
        super(
                Description.error("proxmox-refused", Layer.VGPU, "Proxmox could not set up a vGPU")
                        .because(
                                "Its message says why: no room for the type, a type"
                                        + " that the device does not have, or a virtual function"
                                        + " without NVIDIA's interface.")
                        .fix("'vgpuctl types' shows what fits now.")
                        .command("vgpuctl types"),
                "could not create '",
                "no nvidia sysfs api for ",
                "unable to reset vgpu type",
                "could not set vgpu type to",
                "vgpu type '");
    }

    @Override
    protected boolean says(Line line) {
        return line.has("for pci devices") || line.has("nvidia sysfs api") || line.has("vgpu type");
    }
}

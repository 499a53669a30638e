package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** The driver refused the settings of a vGPU. */
final class ConfigurationRefused extends Signature {

    ConfigurationRefused() {
        super(
                Description.error(
                                "configuration-refused",
                                Layer.VM,
                                "The driver refused the settings of a vGPU")
                        .because(
                                "The resource manager would not take the"
                                        + " configuration that the manager made for the vGPU:"
                                        + " its parameters were overridden, the card is not"
                                        + " supported, or the manager and the kernel module are"
                                        + " of different versions.")
                        .fix(
                                "Take overrides away (vgpu_params, the shim's profile"
                                        + " file), and see that 'cat /sys/module/nvidia/version'"
                                        + " and the manager's version are the same.")
                        .likely(),
                "error setting vGPU configuration information");
    }
}

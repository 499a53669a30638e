package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;

/** A VM was given more vGPUs than this card allows in one VM. */
final class MultipleVgpusInVm extends FailedStart {

    MultipleVgpusInVm() {
        super(
                Description.error(
                                "multiple-vgpus-in-vm",
                                Layer.VM,
                                "A VM was given more vGPUs than this card allows in" + " one VM")
                        .because(
                                "This type may not be combined with others in one VM."
                                        + " On Pascal only the types that take the whole card"
                                        + " can be; on later cards it depends on type and"
                                        + " driver. The first vGPU starts, the next one is"
                                        + " refused, and with it the VM.")
                        .fix(
                                "Leave one vGPU in the VM and take the others away,"
                                        + " or make one vGPU that is large enough.")
                        .command("vgpuctl detach {} {vm}"),
                List.of("mdev alone in its VM: "),
                "multiple vGPUs in a VM not supported");
    }
}

package vgpuctl.core.catalogue;

import java.util.List;
import vgpuctl.core.pci.Architecture;

/**
 * A GPU board that NVIDIA's vGPU manager serves.
 *
 * @param token what its types' names begin with, {@code P40}
 * @param devices PCI device ids
 * @param subsystems PCI subsystem ids that tell it from another board with its device id; empty
 *     where the device id is enough
 * @param framebufferGb of one of its GPUs
 * @param gpusPerBoard each is a PCI function of its own
 * @param placement where its vGPUs live
 */
public record Board(
        String token,
        String model,
        Architecture architecture,
        List<Integer> devices,
        List<Integer> subsystems,
        int framebufferGb,
        int gpusPerBoard,
        VgpusLiveOn placement) {

    /** On which PCI function the vGPUs of a board are made. */
    public enum VgpusLiveOn {
        /** On the GPU's own: up to Turing. */
        PHYSICAL_FUNCTION,
        /** On virtual functions, one each: since Ampere. */
        VIRTUAL_FUNCTIONS
    }
}

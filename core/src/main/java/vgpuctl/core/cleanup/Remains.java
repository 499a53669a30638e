package vgpuctl.core.cleanup;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.Reading;

/**
 * What it takes to tell leftovers from what is in use, beside the look at the host.
 *
 * @param driverVgpus those that the driver lists
 * @param managers the processes of the vGPU manager
 * @param vms the processes that are VMs
 * @param holders who has each active vGPU open, but for the vGPU manager
 * @param serviceStart which of its starts the vGPU manager's service is in
 */
public record Remains(
        Reading<List<DriverVgpu>> driverVgpus,
        Reading<List<ManagerProcess>> managers,
        Reading<List<VmProcess>> vms,
        Map<UUID, List<Holder>> holders,
        Reading<String> serviceStart) {

    /** The unit of the vGPU manager. */
    public static final String SERVICE = "nvidia-vgpu-mgr.service";

    public Remains {
        holders = Map.copyOf(holders);
    }
}

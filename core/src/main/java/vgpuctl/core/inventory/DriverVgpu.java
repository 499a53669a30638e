package vgpuctl.core.inventory;

import java.util.Optional;
import java.util.UUID;

/**
 * A vGPU as the driver lists it: there as long as a process of the vGPU manager serves it, which is
 * also when its VM is gone and the process is not.
 *
 * @param gpu the GPU's name
 * @param id the driver's own number for it, {@code 3251634329}
 * @param vm the VM's UUID
 * @param vmName the VM's name
 * @param type its name, {@code GRID P40-6Q}
 * @param mdev the mediated device; empty where the vGPU is none
 * @param started whether it has a UUID of its own, which it gets when its VM starts
 * @param guest what its VM says
 */
public record DriverVgpu(
        DeviceName gpu,
        String id,
        Optional<UUID> vm,
        Optional<String> vmName,
        String type,
        Optional<UUID> mdev,
        boolean started,
        Guest guest) {

    /**
     * What a guest's driver says of itself.
     *
     * @param driver its version; empty where none is loaded
     * @param licence empty where the driver's words are none that we know
     * @param expiry when the licence ends, as the driver writes it
     */
    public record Guest(
            Optional<String> driver, Optional<LicenceState> licence, Optional<String> expiry) {}
}

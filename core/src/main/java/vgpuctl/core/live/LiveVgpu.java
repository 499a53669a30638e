package vgpuctl.core.live;

import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.inventory.Reading;

/**
 * A vGPU that a VM runs with.
 *
 * @param identity which one it is
 * @param framebufferUsed what the guest uses of it, in bytes
 * @param guestDriver version; empty until the guest's driver is there
 * @param frameRateLimit frames per second
 */
public record LiveVgpu(
        Identity identity,
        LiveGpu.Use use,
        Reading<Long> framebufferUsed,
        Reading<Licence> licence,
        Reading<String> guestDriver,
        Reading<Integer> frameRateLimit,
        Reading<Encoding> encoding) {

    /**
     * Which vGPU it is, in all the ways that the driver knows.
     *
     * @param instance NVML's number of it, good while it runs
     * @param vm the VM's UUID on KVM
     * @param mdev the UUID of its mediated device; unknown where it is a virtual function
     * @param typeId the number in {@code nvidia-286}
     * @param placementId its offset; empty where it has none
     * @param gpuInstance the MIG GPU instance that carries it; empty without MIG
     */
    public record Identity(
            long instance,
            Reading<String> vm,
            Reading<UUID> mdev,
            Reading<Integer> typeId,
            Reading<OptionalInt> placementId,
            Reading<OptionalInt> gpuInstance) {}

    /**
     * What its encoder does.
     *
     * @param framesPerSecond mean over the sessions
     * @param latencyMicros likewise
     */
    public record Encoding(int sessions, int framesPerSecond, int latencyMicros) {}
}

package vgpuctl.core.attach;

import java.util.Optional;

/**
 * What the running driver says of several vGPUs in one VM, as {@code nvidia-smi -q} and NVML do.
 *
 * @param fractional whether the GPU's vGPUs that are smaller than it may be in one VM ({@code
 *     fractional_multiVgpu}); empty where it does not say
 * @param heterogeneous whether vGPUs of several types may be ({@code heterogenous_multivGPU})
 */
public record MultiVgpuCapabilities(Optional<Boolean> fractional, Optional<Boolean> heterogeneous) {

    /** Nobody was asked. */
    public static MultiVgpuCapabilities unknown() {
        return new MultiVgpuCapabilities(Optional.empty(), Optional.empty());
    }

    MultiVgpuCapabilities or(MultiVgpuCapabilities other) {
        return new MultiVgpuCapabilities(
                fractional.or(() -> other.fractional), heterogeneous.or(() -> other.heterogeneous));
    }
}

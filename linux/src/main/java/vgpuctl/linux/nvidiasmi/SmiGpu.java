package vgpuctl.linux.nvidiasmi;

import java.util.Optional;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.pci.Bdf;

/**
 * What {@code nvidia-smi -q -x} says of a GPU. {@code N/A} and an element that the release does not
 * have are the same: nothing is said.
 *
 * @param uuid as NVIDIA writes it, {@code GPU-…}
 * @param migEnabled whether MIG mode is on; empty for a GPU without it
 * @param migEnabledNext whether it will be after the next reset
 * @param virtualizationMode {@code None}, {@code Pass-Through}, {@code Host VGPU}, …
 * @param hostVgpuMode {@code SR-IOV} or {@code Non SR-IOV}
 * @param mixedSize whether vGPUs of several sizes may be on it now
 */
public record SmiGpu(
        Bdf address,
        Optional<String> productName,
        Optional<String> uuid,
        Optional<Boolean> migEnabled,
        Optional<Boolean> migEnabledNext,
        Optional<String> virtualizationMode,
        Optional<String> hostVgpuMode,
        Optional<Boolean> mixedSize,
        Can can,
        Figures figures) {

    /**
     * What it is doing, in the tool's own words: {@code 37 %}, {@code 616 MiB}, {@code 71.44 W}.
     *
     * @param memory all and used
     */
    public record Figures(
            Use use,
            Pair memory,
            Optional<String> temperature,
            Optional<String> power,
            Optional<String> powerLimit,
            Pair ecc) {}

    /** How busy its parts are. */
    public record Use(
            Optional<String> gpu,
            Optional<String> memory,
            Optional<String> encoder,
            Optional<String> decoder) {}

    /** Two words that belong together. */
    public record Pair(Optional<String> first, Optional<String> second) {}

    /**
     * What the driver and the GPU can.
     *
     * @param multiVgpu several vGPUs in one VM
     * @param severalTypes whether vGPUs of several types may be on it ({@code
     *     heterogeneous_timeSlice_profile})
     * @param severalSizes whether it has mixed-size mode ({@code heterogeneous_timeSlice_sizes})
     */
    public record Can(
            MultiVgpuCapabilities multiVgpu,
            Optional<Boolean> severalTypes,
            Optional<Boolean> severalSizes) {}
}

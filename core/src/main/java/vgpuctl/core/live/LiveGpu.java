package vgpuctl.core.live;

import java.util.List;
import java.util.function.Function;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.pci.Bdf;

/**
 * A physical GPU.
 *
 * @param name NVIDIA's name of the product
 * @param uuid as NVIDIA writes it, {@code GPU-…}
 * @param types those that it supports
 * @param vgpus those that a VM runs with
 */
public record LiveGpu(
        Bdf address,
        Reading<String> name,
        Reading<String> uuid,
        Use use,
        Body body,
        Modes modes,
        Reading<List<LiveType>> types,
        Reading<List<LiveVgpu>> vgpus) {

    /**
     * What it is busy with.
     *
     * @param sm share of the last second or so in which something ran on it
     * @param memory share of that time in which its memory was read or written
     */
    public record Use(
            Reading<Percent> sm,
            Reading<Percent> memory,
            Reading<Percent> encoder,
            Reading<Percent> decoder) {

        /** All four for one reason not seen. */
        public static Use unknown(String why) {
            return new Use(
                    Reading.unknown(why),
                    Reading.unknown(why),
                    Reading.unknown(why),
                    Reading.unknown(why));
        }
    }

    /**
     * What a card has and takes.
     *
     * @param framebuffer with what the driver keeps for itself
     * @param temperatureCelsius of the chip
     */
    public record Body(
            Reading<FrameBuffer> framebuffer,
            Reading<Integer> temperatureCelsius,
            Reading<Long> powerMilliwatts,
            Reading<Long> powerLimitMilliwatts) {}

    /**
     * Memory, in bytes. Part of what is neither used nor free the driver keeps for itself.
     *
     * @param used by whoever runs on the card, vGPUs with all that their types have
     */
    public record FrameBuffer(long total, long used) {}

    /** How it is switched. */
    public record Modes(
            Reading<Switch> ecc,
            Reading<Switch> mig,
            Reading<Virtualization> virtualization,
            Reading<HostVgpuMode> hostVgpuMode,
            Reading<Boolean> mixedSizes,
            Reading<Scheduling> scheduling) {}

    /**
     * A switch that a reset may throw.
     *
     * @param next what it will be after the next reset
     */
    public record Switch(boolean on, boolean next) {}

    /** What the driver takes the machine for, in NVML's order. */
    public enum Virtualization {
        NONE("none"),
        /** This machine is a VM that has the whole card. */
        PASS_THROUGH("pass-through"),
        /** This machine is a VM that has a vGPU. */
        VGPU("vGPU"),
        HOST_VGPU("host of vGPUs"),
        HOST_VSGA("host of vSGA");

        private final String word;

        Virtualization(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** On what its vGPUs live, in NVML's order. */
    public enum HostVgpuMode {
        NON_SRIOV("the GPU itself"),
        SRIOV("virtual functions");

        private final String word;

        HostVgpuMode(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** One figure of all its vGPUs, where they are seen. */
    public <T> List<T> ofVgpus(Function<LiveVgpu, T> figure) {
        return vgpus.orElse(List.of()).stream().map(figure).toList();
    }
}

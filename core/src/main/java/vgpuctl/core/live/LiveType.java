package vgpuctl.core.live;

import java.util.Set;
import vgpuctl.core.inventory.Reading;

/**
 * A vGPU type that a GPU supports.
 *
 * @param id the number in {@code nvidia-286}
 * @param series NVML's «class»: {@code Compute}, {@code Quadro}, {@code NVS}
 * @param framebuffer in bytes
 * @param creatable whether one more can be made now
 */
public record LiveType(
        int id,
        Reading<String> name,
        Reading<String> series,
        Reading<Long> framebuffer,
        Limits limits,
        Reading<Boolean> creatable,
        Reading<Set<Capability>> capabilities) {

    /** How much there can be of it. */
    public record Limits(
            Reading<Integer> onGpu,
            Reading<Integer> inVm,
            Reading<Integer> heads,
            Reading<Integer> frameRate) {}

    /** What a type can, or must. */
    public enum Capability {
        NVLINK_P2P(0),
        GPUDIRECT(1),
        /** It shares a VM with no other vGPU. */
        EXCLUSIVE_IN_VM(2),
        /** It shares a GPU with no other type. */
        EXCLUSIVE_TYPE(3),
        /** It shares a GPU with no other size. */
        EXCLUSIVE_SIZE(4);

        private final int number;

        Capability(int number) {
            this.number = number;
        }

        /** As NVML numbers them. */
        public int number() {
            return number;
        }
    }
}

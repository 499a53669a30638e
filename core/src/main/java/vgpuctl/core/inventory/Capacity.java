package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.VgpuType;

/** How many vGPUs of a type a GPU would still take and, where none, why. */
public final class Capacity {

    private Capacity() {}

    /**
     * What a GPU would still take of a type.
     *
     * @param count how many can be created now
     * @param whyNone present where {@code count} is known to be 0
     */
    public record Creatable(Reading<Integer> count, Optional<String> whyNone) {

        public boolean atLeast(int wanted) {
            return count.orElse(wanted) >= wanted;
        }
    }

    public static Creatable of(HostSnapshot host, PhysicalGpu gpu, TypeOffer offer) {
        var active = host.activeOn(gpu);
        var count = gpu.hostInterface().creatable(offer, active.size());
        var none = count.orElse(1) == 0;
        return new Creatable(
                count, none ? Optional.of(whyNone(offer.type(), active)) : Optional.empty());
    }

    /**
     * The driver answers only a number, so the reason is worked out from what is on the GPU: the
     * first vGPU fixes the frame buffer size of all (NVIDIA AI Enterprise user guide, equal-size
     * mode), and a type has a maximum.
     */
    private static String whyNone(VgpuType type, List<Vgpu> active) {
        if (active.isEmpty()) {
            return "the driver offers none, though no vGPU is on this GPU";
        }
        var there = counted(active);
        var common = commonSize(active);
        if (common.isPresent() && type.framebufferMib().isPresent()) {
            var size = common.getAsInt();
            return size == type.framebufferMib().getAsInt()
                    ? there + ", which is all that fit"
                    : there + ": all its vGPUs must have " + Size.ofMib(size);
        }
        return there;
    }

    private static OptionalInt commonSize(List<Vgpu> vgpus) {
        var size = vgpus.getFirst().framebufferMib();
        for (var vgpu : vgpus) {
            if (!vgpu.framebufferMib().equals(size)) {
                return OptionalInt.empty();
            }
        }
        return size;
    }

    /** {@code 2 × P40-6C and 1 × P40-6Q are on this GPU}. */
    private static String counted(List<Vgpu> active) {
        var counts = new TreeMap<String, Integer>();
        active.forEach(vgpu -> counts.merge(vgpu.typeToken(), 1, Integer::sum));
        var parts = new ArrayList<String>();
        counts.forEach((token, count) -> parts.add(count + " × " + token));
        var verb = active.size() == 1 ? " is" : " are";
        return String.join(" and ", parts) + verb + " on this GPU";
    }
}

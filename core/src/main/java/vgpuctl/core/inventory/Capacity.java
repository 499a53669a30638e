package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.VgpuType;

/** How many vGPUs of each type a GPU would still take and, where none, why. */
public final class Capacity {

    private final HostSnapshot host;
    private final PhysicalGpu gpu;
    private final List<Vgpu> active;

    private Capacity(HostSnapshot host, PhysicalGpu gpu) {
        this.host = host;
        this.gpu = gpu;
        this.active = host.activeOn(gpu);
    }

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

    /** Of a GPU, for whoever asks of more than one of its types. */
    public static Capacity of(HostSnapshot host, PhysicalGpu gpu) {
        return new Capacity(host, gpu);
    }

    public static Creatable of(HostSnapshot host, PhysicalGpu gpu, TypeOffer offer) {
        return of(host, gpu).creatable(offer);
    }

    public Creatable creatable(TypeOffer offer) {
        var count = count(offer);
        var none = count.orElse(1) == 0;
        return new Creatable(count, none ? Optional.of(whyNone(offer.type())) : Optional.empty());
    }

    /** The driver's answer; what it leaves open, by the rules of how the GPU is shared out. */
    public Reading<Integer> count(TypeOffer offer) {
        return gpu.hostInterface().countsFunctions()
                ? offer.available().map(functions -> ofFunctions(functions, offer.type()))
                : offer.available();
    }

    private int ofFunctions(int functions, VgpuType type) {
        if (functions == 0) {
            return 0;
        }
        if (gpu.partition().mig().isOn()) {
            return Math.min(functions, MigRoom.of(host, gpu, type).orElse(functions));
        }
        if (gpu.partition().mixedSizes().orElse(false)) {
            return Math.min(functions, mixedRoom(type).orElse(functions));
        }
        var most = type.description().maxInstances().orElse(Integer.MAX_VALUE);
        // The driver found room for one at least: its count may be larger than the maximum we know.
        return Math.clamp((long) most - active.size(), 1, functions);
    }

    /** Places of one size do not overlap each other: all that are free can be taken. */
    private Optional<Integer> mixedRoom(VgpuType type) {
        return type.framebufferMib().isEmpty()
                ? Optional.empty()
                : GpuMaps.framebuffer(host, gpu)
                        .map(map -> Optional.of(free(map, type)))
                        .orElse(Optional.empty());
    }

    private static int free(FramebufferMap map, VgpuType type) {
        return map.size(GpuMaps.sizeGib(type)).map(size -> map.creatable(size).size()).orElse(0);
    }

    /**
     * The driver answers only a number, so the reason is worked out from what is on the GPU: the
     * first vGPU fixes the frame buffer size of all (NVIDIA AI Enterprise user guide, equal-size
     * mode), and a type has a maximum.
     */
    private String whyNone(VgpuType type) {
        var byMig = MigRoom.whyNone(gpu, type);
        if (byMig.isPresent()) {
            return byMig.get();
        }
        if (active.isEmpty()) {
            return "the driver offers none, though no vGPU is on this GPU";
        }
        var there = counted(active);
        if (gpu.partition().mixedSizes().orElse(false)) {
            return there + ": no place of " + size(type) + " is free";
        }
        var common = commonSize(active);
        if (common.isPresent() && type.framebufferMib().isPresent()) {
            var size = common.getAsInt();
            return size == type.framebufferMib().getAsInt()
                    ? there + ", which is all that fit"
                    : there + ": all its vGPUs must have " + Size.ofMib(size);
        }
        return there;
    }

    private static String size(VgpuType type) {
        var mib = type.framebufferMib();
        return mib.isPresent() ? Size.ofMib(mib.getAsInt()) : "its size";
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

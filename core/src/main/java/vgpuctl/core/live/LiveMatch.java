package vgpuctl.core.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;

/**
 * Which vGPU of the inventory is which of the driver's. By the UUID of the mediated device where
 * there is one. A virtual function the driver does not name: there it is the place, or else the
 * type, where only one is left on either side. What stays doubtful stays apart.
 *
 * @param figures of the vGPUs that were found
 * @param others the driver's that belong to none
 */
public record LiveMatch(Map<Vgpu, LiveVgpu> figures, List<LiveVgpu> others) {

    private static final List<BiPredicate<Vgpu, LiveVgpu>> SIGNS =
            List.of(LiveMatch::sameMdev, LiveMatch::samePlace, LiveMatch::sameType);

    /**
     * Matches them.
     *
     * @param active the active vGPUs of one GPU
     * @param live the driver's of the same GPU
     */
    public static LiveMatch of(List<Vgpu> active, List<LiveVgpu> live) {
        var figures = new LinkedHashMap<Vgpu, LiveVgpu>();
        var left = new ArrayList<>(active);
        var others = new ArrayList<>(live);
        for (var sign : SIGNS) {
            for (var candidate : List.copyOf(others)) {
                only(left, vgpu -> sign.test(vgpu, candidate))
                        .filter(vgpu -> only(others, l -> sign.test(vgpu, l)).isPresent())
                        .ifPresent(vgpu -> {
                            figures.put(vgpu, candidate);
                            left.remove(vgpu);
                            others.remove(candidate);
                        });
            }
        }
        return new LiveMatch(figures, others);
    }

    public Optional<LiveVgpu> of(Vgpu vgpu) {
        return Optional.ofNullable(figures.get(vgpu));
    }

    private static <T> Optional<T> only(List<T> all, Predicate<? super T> wanted) {
        var found = all.stream().filter(wanted).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static boolean sameMdev(Vgpu vgpu, LiveVgpu live) {
        return live.identity().mdev().equals(Reading.of(vgpu.uuid()));
    }

    private static boolean samePlace(Vgpu vgpu, LiveVgpu live) {
        var place = vgpu.location();
        return sameType(vgpu, live)
                && (same(place.placementId(), live.identity().placementId())
                        || same(place.gpuInstance(), live.identity().gpuInstance()));
    }

    private static boolean same(OptionalInt ours, Reading<OptionalInt> theirs) {
        return ours.isPresent() && theirs.equals(Reading.of(ours));
    }

    /** A mediated device is told by its UUID and by nothing less. */
    private static boolean sameType(Vgpu vgpu, LiveVgpu live) {
        var id = vgpu.type().map(type -> type.suffix()).orElse("");
        return vgpu.device() instanceof HostDevice.PciFunction
                && live.identity().typeId().map(type -> id.equals(type.toString())).orElse(false);
    }
}

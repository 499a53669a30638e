package vgpuctl.simulation.driver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.placement.Placement;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.simulation.board.SimulatedBoard.HostInterface;
import vgpuctl.simulation.board.SimulatedType;

/** What still fits on a card. */
public record Admission(Card card) {

    /** NVIDIA's limit on the vGPUs of one GPU that share it in time slices. */
    private static final int MOST_TIME_SLICED = 32;

    /** What a vGPU would get. */
    record Room(OptionalInt placement, OptionalInt gpuInstance) {}

    /** {@code available_instances} of a type on a function. */
    public int available(String function, SimulatedType type) {
        if (card.board().hostInterface() != HostInterface.MDEV_ON_PHYSICAL_FUNCTION) {
            return card.vgpusOn(function).isEmpty() && room(type).isPresent() ? 1 : 0;
        }
        return room(type).isPresent()
                ? Math.min(type.max(), MOST_TIME_SLICED) - card.vgpus().size()
                : 0;
    }

    /** The types that a function can carry now: {@code creatable_vgpu_types}. */
    public List<SimulatedType> creatable(String function) {
        return card.board().types().stream().filter(type -> available(function, type) > 0).toList();
    }

    /** What the driver takes for one more vGPU of a type; empty where nothing is left for it. */
    Optional<Room> room(SimulatedType type) {
        if (card.mig().current()) {
            return card.instances().stream()
                    .filter(instance -> hasRoom(instance, type))
                    .findFirst()
                    .map(i -> new Room(OptionalInt.empty(), OptionalInt.of(i.id())));
        }
        if (type.isMigBacked() || card.vgpus().size() >= MOST_TIME_SLICED) {
            return Optional.empty();
        }
        return card.mixedSizes() ? mixed(type) : equalSize(type);
    }

    /** vGPUs of one GPU instance have one size; their series may differ. */
    private boolean hasRoom(Instance instance, SimulatedType type) {
        var others =
                card.vgpus().stream()
                        .filter(v -> v.gpuInstance().equals(OptionalInt.of(instance.id())))
                        .toList();
        return type.profile().equals(Optional.of(instance.place().profile()))
                && others.size() < type.maxPerInstance()
                && haveSizeOf(type, others);
    }

    private Optional<Room> equalSize(SimulatedType type) {
        if (card.vgpus().size() >= type.max() || !haveSizeOf(type, card.vgpus())) {
            return Optional.empty();
        }
        var first = freeIds(type.equalSize(), card).stream().mapToInt(id -> id).findFirst();
        return Optional.of(new Room(first, OptionalInt.empty()));
    }

    private static boolean haveSizeOf(SimulatedType type, List<Vgpu> vgpus) {
        return vgpus.stream().allMatch(v -> v.type().framebufferMib() == type.framebufferMib());
    }

    private Optional<Room> mixed(SimulatedType type) {
        var first = map(card).driversChoice(type.mixed());
        return first.isPresent()
                ? Optional.of(new Room(first, OptionalInt.empty()))
                : Optional.empty();
    }

    /** Whether a vGPU could move to a placement id. */
    boolean canLieAt(Vgpu vgpu, String id) {
        var without = card.without(vgpu);
        var ids =
                card.mixedSizes()
                        ? map(without).creatable(vgpu.type().mixed())
                        : freeIds(vgpu.type().equalSize(), without);
        return ids.stream().anyMatch(free -> id.equals("" + free));
    }

    private static List<Integer> freeIds(SupportedPlacements type, Card card) {
        var taken = taken(card);
        return type.ids().stream()
                .filter(id -> taken.stream().noneMatch(type.at(id)::overlaps))
                .toList();
    }

    private static FramebufferMap map(Card card) {
        var sizes =
                card.board().types().stream()
                        .filter(type -> !type.isMigBacked())
                        .map(SimulatedType::mixed)
                        .toList();
        return new FramebufferMap(card.board().facts().framebufferGb(), sizes, taken(card));
    }

    private static List<Placement> taken(Card card) {
        return card.vgpus().stream().map(Vgpu::place).flatMap(Optional::stream).toList();
    }
}

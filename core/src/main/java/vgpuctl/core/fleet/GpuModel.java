package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.CardModel;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.VgpuType;

/**
 * What GPUs of one model, driver and setting can be cut into.
 *
 * @param name of the model, {@code A40}; its types' names begin with the board's token
 * @param framebufferGib the whole of it, in which placement ids count
 * @param types time-sliced ones; what MIG carries is not placed by the fleet
 * @param mixesSeries whether vGPUs of one size may be of different types; otherwise all vGPUs of an
 *     equal-size GPU are of one type
 */
public record GpuModel(
        String name, int framebufferGib, List<OfferedType> types, boolean mixesSeries) {

    /** The branch since which the driver lets series differ on a GPU of one size, R550. */
    private static final int MIXES_SERIES_SINCE = 17;

    /**
     * A vGPU type.
     *
     * @param type with the most that there can be where all have one size, and the placement ids
     *     where sizes differ
     * @param mostPerVm how many of it one VM may have, 1 where it must be the VM's only vGPU
     */
    public record OfferedType(CardType type, int mostPerVm) {

        public String token() {
            return type.name().token();
        }

        public int framebufferMib() {
            return type.framebufferMib();
        }

        /** How many fit where all have one size. */
        public int most() {
            return type.slice() instanceof Slice.OfGpu(var most, _) ? most : 0;
        }

        /** Where one can begin in mixed-size mode; none where it cannot. */
        public List<Integer> mixedIds() {
            return type.slice() instanceof Slice.OfGpu(_, var ids) ? ids : List.of();
        }
    }

    public GpuModel {
        types = List.copyOf(types);
    }

    /** What a host's own planning found out about a GPU. */
    public static GpuModel of(CardModel card, MultiVgpuRule rule) {
        var types = new ArrayList<OfferedType>();
        for (var type : card.types()) {
            if (type.slice() instanceof Slice.OfGpu) {
                types.add(new OfferedType(type, mostPerVm(type, rule)));
            }
        }
        return new GpuModel(card.name(), card.framebufferGib(), types, card.mixesSeries());
    }

    /** A board as the catalogue knows it: for simulated hosts. */
    public static GpuModel of(Board board, int branch) {
        var types = CardType.ofBoard(board, Catalogue.ofProject().typesOf(board), Optional.empty());
        var mixes = branch >= MIXES_SERIES_SINCE;
        return of(
                new CardModel(board.token(), board.framebufferGb(), types, Optional.empty(), mixes),
                MultiVgpuRule.of(
                        MultiVgpuCapabilities.unknown(), Optional.of(board.architecture())));
    }

    private static int mostPerVm(CardType type, MultiVgpuRule rule) {
        var description =
                TypeDescription.known(
                        OptionalInt.of(type.framebufferMib()),
                        type.slice() instanceof Slice.OfGpu(var most, _)
                                ? OptionalInt.of(most)
                                : OptionalInt.empty(),
                        TypeDescription.Screens.UNKNOWN);
        var known = new VgpuType(Optional.empty(), type.name(), description);
        return rule.refusalOfTypes(List.of(known, known)).isEmpty() ? MultiVgpuRule.MOST_PER_VM : 1;
    }

    /** By its short name, whatever stands before the board in the full one. */
    public Optional<OfferedType> type(String token) {
        for (var type : types) {
            if (type.token().equals(token)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether its GPUs have a mode for vGPUs of different sizes. */
    public boolean hasMixedSize() {
        for (var type : types) {
            if (!type.mixedIds().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The size of the largest type; empty where there is none. */
    public OptionalInt largestMib() {
        return types.stream().mapToInt(OfferedType::framebufferMib).max();
    }
}

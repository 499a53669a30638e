package vgpuctl.core.upgrade;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vgpuctl.core.catalogue.DriverCard;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What a driver says of itself, in its {@code vgpuConfig.xml}.
 *
 * @param parameters those that it takes; empty where the file does not say
 */
public record DriverFacts(List<Board> boards, Optional<Set<String>> parameters) {

    public DriverFacts {
        boards = List.copyOf(boards);
        parameters = parameters.map(Set::copyOf);
    }

    /**
     * A GPU board that the driver serves.
     *
     * @param subsystem empty: any board with this device id
     * @param modes whether it can be in them; without those of which the file does not say it
     */
    public record Board(
            int pciDevice, OptionalInt subsystem, List<Type> types, Map<GpuMode, Boolean> modes) {

        public Board {
            types = List.copyOf(types);
            modes = Map.copyOf(modes);
        }
    }

    /** A vGPU type of a board. */
    public record Type(TypeName name, TypeId id) {}

    /** What its database says; of the plugin's parameters that says nothing. */
    public static DriverFacts of(DriverDatabase database) {
        return new DriverFacts(
                database.cards().stream().map(card -> board(database, card)).toList(),
                Optional.empty());
    }

    private static Board board(DriverDatabase database, DriverCard card) {
        var types =
                card.types().stream()
                        .map(supported -> new Type(supported.type().name(), supported.type().id()))
                        .toList();
        return new Board(card.device(), card.subsystem(), types, modes(database, types));
    }

    /** A card has MIG mode where it has types for it; mixed sizes are only ever ruled out. */
    private static Map<GpuMode, Boolean> modes(DriverDatabase database, List<Type> types) {
        var modes = new EnumMap<GpuMode, Boolean>(GpuMode.class);
        modes.put(GpuMode.MIG, types.stream().anyMatch(type -> type.name().isMigBacked()));
        modes.put(GpuMode.EQUAL_SIZE, types.stream().anyMatch(type -> !type.name().isMigBacked()));
        if (database.sameTypeOnly().orElse(false)) {
            modes.put(GpuMode.MIXED_SIZE, false);
        }
        return modes;
    }

    /** The driver's word on a GPU; a board with its subsystem id wins over one that names none. */
    Optional<Board> board(StoredGpu gpu) {
        return boards.stream()
                .filter(board -> board.pciDevice == gpu.pciDevice())
                .filter(board -> board.subsystem.isPresent())
                .filter(board -> board.subsystem.equals(gpu.subsystem()))
                .findFirst()
                .or(() ->
                        boards.stream()
                                .filter(board -> board.pciDevice == gpu.pciDevice())
                                .filter(board -> board.subsystem.isEmpty())
                                .findFirst());
    }
}

package vgpuctl.core.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
     * @param modes those that it can be in; empty where the file does not say
     */
    public record Board(
            int pciDevice, OptionalInt subsystem, List<Type> types, Optional<Set<GpuMode>> modes) {

        public Board {
            types = List.copyOf(types);
            modes = modes.map(Set::copyOf);
        }
    }

    /** A vGPU type of a board. */
    public record Type(TypeName name, TypeId id) {}

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

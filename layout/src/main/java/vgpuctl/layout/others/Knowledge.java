package vgpuctl.layout.others;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/** What is known about types and GPUs while others' state is read. */
public final class Knowledge {

    /** A type of the catalogue, and its board. */
    record Known(Board board, BoardType type) {}

    private final List<KnownGpu> gpus;
    private final List<Board> boards;
    private final Map<TypeId, Known> byId = new HashMap<>();
    private final Map<String, Known> byToken = new HashMap<>();

    /**
     * Puts the two together.
     *
     * @param gpus those of the host, by address; none where it cannot be looked at
     */
    public Knowledge(Catalogue catalogue, List<KnownGpu> gpus) {
        this.gpus = List.copyOf(gpus);
        boards = catalogue.boards();
        for (var board : boards) {
            for (var type : catalogue.typesOf(board)) {
                var known = new Known(board, type);
                byToken.putIfAbsent(type.name().token(), known);
                type.id().ifPresent(id -> byId.putIfAbsent(id, known));
            }
        }
    }

    /** Of a host that can be looked at, with the project's own catalogue. */
    public static Knowledge of(HostSnapshot host) {
        return new Knowledge(
                Catalogue.ofProject(), host.gpus().stream().map(Knowledge::known).toList());
    }

    private static KnownGpu known(PhysicalGpu gpu) {
        var types = new HashMap<TypeId, TypeName>();
        gpu.offers()
                .forEach(offer ->
                        offer.type().id().ifPresent(id -> types.put(id, offer.type().name())));
        return new KnownGpu(
                gpu.name(),
                gpu.pciDevice().map(OptionalInt::of).orElse(OptionalInt.empty()),
                gpu.partition().functions().names(),
                types);
    }

    List<KnownGpu> gpus() {
        return gpus;
    }

    List<Board> boards() {
        return boards;
    }

    /** The GPU that a device is or belongs to. */
    Optional<KnownGpu> gpuOf(DeviceName device) {
        return gpus.stream().filter(gpu -> gpu.holds(device)).findFirst();
    }

    /** The name of a type: the driver's own where it is known, else the catalogue's. */
    Optional<TypeName> name(TypeId id) {
        return gpus.stream()
                .flatMap(gpu -> Optional.ofNullable(gpu.types().get(id)).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(byId.get(id)).map(known -> known.type().name()));
    }

    /** Whether the host's driver says what the id means. */
    boolean isOffered(TypeId id) {
        return gpus.stream().anyMatch(gpu -> gpu.types().containsKey(id));
    }

    /** What the catalogue knows of a type by its short name. */
    Optional<Known> type(String token) {
        return Optional.ofNullable(byToken.get(token));
    }
}

package vgpuctl.core.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.catalogue.KnownType.Origin;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/**
 * What is known of the vGPU types of one card, whatever holds it: the one place to ask for what a
 * driver does not say where it lists them. The database of the installed driver wins over the
 * project's tables, which fill in what it leaves out.
 *
 * @param board as the catalogue has it; empty where it does not
 * @param types those that the driver would offer, as far as is known: time-sliced ones first, by
 *     size, cloud gaming ones last
 * @param leftOut those that the catalogue has for the card and the driver's database has not,
 *     though it has the card
 */
public record KnownTypes(Optional<Board> board, List<KnownType> types, List<KnownType> leftOut) {

    public KnownTypes {
        types = List.copyOf(types);
        leftOut = List.copyOf(leftOut);
    }

    /** Nothing is known: the device is no GPU, or one that nobody has heard of. */
    public static KnownTypes none() {
        return new KnownTypes(Optional.empty(), List.of(), List.of());
    }

    /**
     * What is known of a card.
     *
     * @param device PCI device id
     * @param subsystem PCI subsystem id; 0 where it is not known
     */
    public static KnownTypes of(
            Catalogue catalogue, Optional<DriverDatabase> database, int device, int subsystem) {
        var board = catalogue.board(device, subsystem);
        var own = own(catalogue, board, device);
        var card = database.flatMap(known -> known.card(device, subsystem));
        return card.isPresent()
                ? merged(board, card.get(), own)
                : new KnownTypes(board, sorted(own.values()), List.of());
    }

    private static KnownTypes merged(
            Optional<Board> board, DriverCard card, Map<String, KnownType> own) {
        var types = new ArrayList<KnownType>();
        for (var supported : card.types()) {
            var name = supported.type().name().full();
            types.add(ofDriver(supported, Optional.ofNullable(own.remove(name))));
        }
        return new KnownTypes(board, sorted(types), sorted(own.values()));
    }

    private static List<KnownType> sorted(Iterable<KnownType> types) {
        var sorted = new ArrayList<KnownType>();
        types.forEach(sorted::add);
        sorted.sort(KnownType::compare);
        return sorted;
    }

    /** The catalogue's types of a card by their full names. */
    private static Map<String, KnownType> own(
            Catalogue catalogue, Optional<Board> board, int device) {
        var own = new HashMap<String, KnownType>();
        if (board.isPresent()) {
            for (var type : catalogue.typesOf(board.get())) {
                own.put(type.name().full(), ofCatalogue(type));
            }
        }
        for (var name : catalogue.gamingTypesOf(device)) {
            if (board.isEmpty() || isOf(board.get(), name)) {
                own.put(name.full(), byNameAlone(Optional.empty(), name));
            }
        }
        return own;
    }

    /** Boards with one device id have their gaming types in one list. */
    private static boolean isOf(Board board, TypeName name) {
        var token = name.board();
        return token.isPresent() && board.token().equals(token.get());
    }

    private static KnownType ofCatalogue(BoardType type) {
        return new KnownType(
                type.id(),
                type.name(),
                description(
                        OptionalInt.of(type.framebufferMib()), type.maxPerGpu(), type.screens()),
                Origin.CATALOGUE);
    }

    private static KnownType ofDriver(DriverCard.Supported supported, Optional<KnownType> own) {
        var type = supported.type();
        var said = description(type.profileMib(), supported.maxPerGpu(), type.screens());
        var whole = own.isPresent() ? filled(said, own.get().description()) : said;
        return new KnownType(Optional.of(type.id()), type.name(), whole, Origin.DRIVER);
    }

    /** All that a name says is its size. */
    private static KnownType byNameAlone(Optional<TypeId> id, TypeName name) {
        var none = OptionalInt.empty();
        return new KnownType(
                id,
                name,
                description(name.framebufferMib(), none, new Screens(none, none, none, none)),
                Origin.CATALOGUE);
    }

    private static TypeDescription description(
            OptionalInt framebufferMib, OptionalInt maxPerGpu, Screens screens) {
        var resolution =
                screens.width().isPresent() && screens.height().isPresent()
                        ? Optional.of(
                                screens.width().getAsInt() + "x" + screens.height().getAsInt())
                        : Optional.<String>empty();
        return new TypeDescription(
                screens.heads(),
                screens.framesPerSecond(),
                framebufferMib,
                resolution,
                maxPerGpu,
                "");
    }

    private static TypeDescription filled(TypeDescription said, TypeDescription other) {
        return new TypeDescription(
                first(said.heads(), other.heads()),
                first(said.framesPerSecond(), other.framesPerSecond()),
                first(said.framebufferMib(), other.framebufferMib()),
                said.maxResolution().or(other::maxResolution),
                first(said.maxInstances(), other.maxInstances()),
                said.text());
    }

    private static OptionalInt first(OptionalInt one, OptionalInt other) {
        return one.isPresent() ? one : other;
    }

    /** The type of this full name, whether the driver would offer it or not. */
    public Optional<KnownType> named(TypeName name) {
        return find(types, name).or(() -> find(leftOut, name));
    }

    private static Optional<KnownType> find(List<KnownType> types, TypeName name) {
        for (var type : types) {
            if (type.name().full().equals(name.full())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type with this id, of those that the driver would offer. */
    public Optional<KnownType> withId(TypeId id) {
        for (var type : types) {
            if (type.id().isPresent() && type.id().get().equals(id)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * A type that the driver lists with its id and name alone, as it does for virtual functions
     * with files of their own, and what is known of it. Its name decides, since ids change.
     */
    public VgpuType described(TypeId id, TypeName name) {
        var known = named(name).orElseGet(() -> byNameAlone(Optional.of(id), name));
        return VgpuType.of(id, name, known.description());
    }
}

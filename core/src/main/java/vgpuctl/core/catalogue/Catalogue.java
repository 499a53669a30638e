package vgpuctl.core.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.catalogue.BoardType.Basis;
import vgpuctl.core.catalogue.BoardType.Most;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.catalogue.Modes.MixedSize;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What the project itself knows of boards and vGPU types: for planning, for simulated hosts, and
 * for cards whose driver says nothing. The tables lie beside this class; docs/catalogue.md says
 * where their facts come from.
 */
public final class Catalogue {

    private static final Catalogue OF_PROJECT = new Catalogue();

    private Catalogue() {}

    /** The project's own tables, each of which is read when it is first needed. */
    public static Catalogue ofProject() {
        return OF_PROJECT;
    }

    // One class a table: a class is initialised on its first use, and once.
    private static final class Boards {
        private static final List<Board> ALL = readBoards();
    }

    private static final class Types {
        private static final Table TABLE = Table.read("types.csv");

        /** By the token of their board; a row is read once, however many cards ask. */
        private static final Map<String, List<BoardType>> READ =
                Collections.synchronizedMap(new HashMap<>());
    }

    private static final class GamingTypes {
        private static final Table TABLE = Table.read("gaming-types.csv");
    }

    private static final class BoardModes {
        private static final Table TABLE = Table.read("modes.csv");
    }

    private static final class Licences {
        private static final Table TABLE = Table.read("licences.csv");
    }

    private static final class LastBranches {
        private static final Table TABLE = Table.read("served.csv");
    }

    private static final class BranchTable {
        private static final Table TABLE = Table.read("branches.csv");
    }

    public List<Board> boards() {
        return Boards.ALL;
    }

    /**
     * The board with these PCI ids. Of two boards with one device id, the one with the subsystem id
     * wins over the one that names none; a board that has a device id for itself is meant whatever
     * the subsystem is, since those who build cards have their own.
     */
    public Optional<Board> board(int device, int subsystem) {
        var having = new ArrayList<Board>();
        var meant = Optional.<Board>empty();
        for (var board : Boards.ALL) {
            if (board.devices().contains(device)) {
                having.add(board);
                if (board.subsystems().contains(subsystem)) {
                    return Optional.of(board);
                }
                if (board.subsystems().isEmpty() && meant.isEmpty()) {
                    meant = Optional.of(board);
                }
            }
        }
        return having.size() == 1 ? Optional.of(having.getFirst()) : meant;
    }

    /** The board whose types' names begin so. */
    public Optional<Board> board(String token) {
        for (var board : Boards.ALL) {
            if (board.token().equals(token)) {
                return Optional.of(board);
            }
        }
        return Optional.empty();
    }

    /** Without those for cloud gaming. */
    public List<BoardType> typesOf(Board board) {
        var read = Types.READ.get(board.token());
        if (read != null) {
            return read;
        }
        var types = new ArrayList<BoardType>();
        for (var fields : Types.TABLE.rowsOf(board.token())) {
            types.add(readType(fields));
        }
        Types.READ.put(board.token(), List.copyOf(types));
        return List.copyOf(types);
    }

    /**
     * The cloud gaming types of GPUs with this device id: their names are all that is known of
     * them. Boards with one device id have them together.
     */
    public List<TypeName> gamingTypesOf(int device) {
        var names = new ArrayList<TypeName>();
        for (var fields : GamingTypes.TABLE.rowsOf(HexFormat.of().toHexDigits((short) device))) {
            names.add(new TypeName(fields[1]));
        }
        return names;
    }

    public Modes modesOf(Board board) {
        var fields = BoardModes.TABLE.rowsOf(board.token()).getFirst();
        return new Modes(
                mixedSize(fields[1]),
                Table.number(fields[2]),
                Table.number(fields[3]),
                Table.known(fields[4]));
    }

    private static MixedSize mixedSize(String word) {
        if (word.equals("yes")) {
            return MixedSize.SUPPORTED;
        }
        return word.equals("no") ? MixedSize.NOT_SUPPORTED : MixedSize.ONE_SIZE;
    }

    /**
     * What a guest with a type of NVIDIA's needs; empty for another vendor's type.
     *
     * @param branch of the vGPU software, {@code 16} for R535
     */
    public Optional<Licence> licenceOf(TypeName type, int branch) {
        var key = type.isGaming() ? "gaming" : type.series().map(Series::name).orElse("none");
        for (var fields : Licences.TABLE.rowsOf(key)) {
            if (branch <= Table.number(fields[1]).orElse(Integer.MAX_VALUE)) {
                return Optional.of(
                        new Licence(
                                List.of(fields[2].split(";", -1)),
                                List.of(fields[3].split(";", -1)),
                                Table.known(fields[4])));
            }
        }
        return Optional.empty();
    }

    /** Empty where the newest branch that we know serves the board. */
    public Optional<Served> servedUntil(Board board) {
        for (var fields : LastBranches.TABLE.rowsOf(board.token())) {
            return Optional.of(new Served(Integer.parseInt(fields[1]), Table.known(fields[2])));
        }
        return Optional.empty();
    }

    /** All that we know. */
    public Branches branches() {
        return Branches.of(BranchTable.TABLE);
    }

    /**
     * The branch of the vGPU software that a driver belongs to, 17 for {@code 550.54.16}; empty for
     * a driver that is of none.
     */
    public OptionalInt branchOf(String driverVersion) {
        var dot = driverVersion.indexOf('.');
        var release = dot < 0 ? driverVersion : driverVersion.substring(0, dot);
        for (var fields : BranchTable.TABLE.rows()) {
            if (fields[1].equals(release)) {
                return Table.number(fields[0]);
            }
        }
        return OptionalInt.empty();
    }

    private static List<Board> readBoards() {
        var boards = new ArrayList<Board>();
        for (var fields : Table.read("boards.csv").rows()) {
            boards.add(readBoard(fields));
        }
        return List.copyOf(boards);
    }

    private static Board readBoard(String[] fields) {
        return new Board(
                fields[0],
                fields[1],
                Architecture.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                hexNumbers(fields[3]),
                hexNumbers(fields[4]),
                Integer.parseInt(fields[5]),
                Integer.parseInt(fields[6]),
                fields[7].equals("physical-function")
                        ? VgpusLiveOn.PHYSICAL_FUNCTION
                        : VgpusLiveOn.VIRTUAL_FUNCTIONS);
    }

    private static List<Integer> hexNumbers(String text) {
        var numbers = new ArrayList<Integer>();
        if (!text.isEmpty()) {
            for (var number : text.split(" ", -1)) {
                numbers.add(HexFormat.fromHexDigits(number));
            }
        }
        return List.copyOf(numbers);
    }

    private static BoardType readType(String[] fields) {
        return new BoardType(
                new TypeName(fields[1]),
                fields[2].isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TypeId("nvidia-" + fields[2])),
                Integer.parseInt(fields[3]),
                new Most(Table.number(fields[4]), Table.number(fields[5]), Table.number(fields[7])),
                Table.number(fields[6]),
                new Screens(
                        Table.number(fields[8]),
                        Table.number(fields[9]),
                        Table.number(fields[10]),
                        Table.number(fields[11])),
                new Basis(
                        Table.known(fields[12]), Table.known(fields[13]), Table.known(fields[14])));
    }
}

package vgpuctl.core.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.catalogue.BoardType.Basis;
import vgpuctl.core.catalogue.BoardType.Known;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * What the project itself knows of boards and vGPU types: for planning, for simulated hosts, and
 * for cards whose driver says nothing. The tables lie beside this class; docs/catalogue.md says
 * where their facts come from.
 */
public final class Catalogue {

    private final List<Board> boards;
    private final List<Row> types;

    private record Row(String board, BoardType type) {}

    private Catalogue(List<Board> boards, List<Row> types) {
        this.boards = boards;
        this.types = types;
    }

    /** Reads the project's own tables. */
    public static Catalogue ofProject() {
        var boards = lines("boards.csv").stream().map(Catalogue::readBoard).toList();
        var types = lines("types.csv").stream().map(Catalogue::readType).toList();
        return new Catalogue(boards, types);
    }

    public List<Board> boards() {
        return boards;
    }

    /**
     * The board with these PCI ids. Of two boards with one device id, the one with the subsystem id
     * wins over the one that names none.
     */
    public Optional<Board> board(int device, int subsystem) {
        var meant = boards.stream().filter(board -> board.isMeant(device, subsystem)).toList();
        return meant.stream()
                .filter(board -> !board.subsystems().isEmpty())
                .findFirst()
                .or(() -> meant.stream().findFirst());
    }

    /** The board whose types' names begin so. */
    public Optional<Board> board(String token) {
        return boards.stream().filter(board -> board.token().equals(token)).findFirst();
    }

    public List<BoardType> typesOf(Board board) {
        var found = new ArrayList<BoardType>();
        for (var row : types) {
            if (row.board.equals(board.token())) {
                found.add(row.type);
            }
        }
        return found;
    }

    private static Board readBoard(String line) {
        var fields = line.split(",", -1);
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
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ", -1)).stream().map(HexFormat::fromHexDigits).toList();
    }

    private static Row readType(String line) {
        var fields = line.split(",", -1);
        var id = fields[2].isEmpty() ? Optional.<TypeId>empty() : Optional.of(id(fields[2]));
        return new Row(
                fields[0],
                new BoardType(
                        new TypeName(fields[1]),
                        id,
                        Integer.parseInt(fields[3]),
                        number(fields[4]),
                        number(fields[6]),
                        new Screens(
                                number(fields[8]),
                                number(fields[9]),
                                number(fields[10]),
                                number(fields[11])),
                        new Basis(known(fields[12]), known(fields[13]), known(fields[14]))));
    }

    private static TypeId id(String number) {
        return new TypeId("nvidia-" + number);
    }

    private static OptionalInt number(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static Known known(String basis) {
        if (basis.isEmpty()) {
            return Known.UNKNOWN;
        }
        if (basis.startsWith("derived")) {
            return Known.DERIVED;
        }
        return Known.valueOf(basis.toUpperCase(Locale.ROOT));
    }

    /** A table's lines without its heading. */
    private static List<String> lines(String table) {
        try (var in = Catalogue.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IllegalStateException("the catalogue has no " + table);
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

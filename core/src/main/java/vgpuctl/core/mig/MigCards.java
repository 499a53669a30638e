package vgpuctl.core.mig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Board;
import vgpuctl.core.catalogue.BoardType.Known;

/**
 * What the project itself knows of MIG profiles, for cards that cannot be asked. The table lies
 * beside this class; docs/placement.md says where its facts come from.
 */
public final class MigCards {

    private final List<MigCard> cards;

    private MigCards(List<MigCard> cards) {
        this.cards = cards;
    }

    // A class is initialised on its first use, and once.
    private static final class OfProject {
        private static final MigCards ALL = read();
    }

    /** The project's own table, which is read when it is first needed. */
    public static MigCards ofProject() {
        return OfProject.ALL;
    }

    private static MigCards read() {
        var rows = new LinkedHashMap<String, List<String[]>>();
        for (var line : lines()) {
            var fields = line.split(",", -1);
            rows.computeIfAbsent(fields[0], _ -> new ArrayList<>()).add(fields);
        }
        return new MigCards(rows.values().stream().map(MigCards::readCard).toList());
    }

    public List<MigCard> cards() {
        return cards;
    }

    /** The card of a board; empty where it has no MIG mode, or its profiles are not known. */
    public Optional<MigCard> card(Board board) {
        return cards.stream().filter(card -> card.boards().contains(board.token())).findFirst();
    }

    private static MigCard readCard(List<String[]> rows) {
        var first = rows.getFirst();
        return new MigCard(
                first[0],
                List.of(first[1].split(" ", -1)),
                rows.stream().map(MigCards::readProfile).toList());
    }

    private static MigProfile readProfile(String[] fields) {
        return new MigProfile(
                fields[2],
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[5]),
                List.of(fields[6].split(" ", -1)).stream().map(Integer::valueOf).toList(),
                Integer.parseInt(fields[7]),
                fields[8].equals("documented") ? Known.DOCUMENTED : Known.DERIVED);
    }

    /** The table's lines without its heading. */
    private static List<String> lines() {
        try (var in = MigCards.class.getResourceAsStream("mig-profiles.csv")) {
            if (in == null) {
                throw new IllegalStateException("there is no mig-profiles.csv");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

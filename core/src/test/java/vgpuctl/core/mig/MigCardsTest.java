package vgpuctl.core.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.BoardType.Known;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.type.TypeName;

class MigCardsTest {

    private static final Catalogue CATALOGUE = Catalogue.ofProject();
    private static final MigCards CARDS = MigCards.ofProject();

    @ParameterizedTest
    @ValueSource(strings = {"1g.10gb+me", "MIG 1g.10gb+me", "mig 1G.10GB+ME", " MIG  1g.10gb+me "})
    void aProfileIsFoundByItsName(String name) {
        var profile = card("A100D").profile(name).orElseThrow();
        assertThat(profile.name()).isEqualTo("1g.10gb+me");
        assertThat(profile.maxPerGpu()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MIG", "19", "1g.5gb", "1g.10gb+", "1g.10gb+me.all"})
    void whatTheCardDoesNotHaveIsNotFound(String name) {
        assertThat(card("A100D").profile(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "A100D, GRID A100D-7-80C, 7g.80gb",
        "A100, GRID A100-1-5CME, 1g.5gb+me",
        "A100, GRID A100-1-5C, 1g.5gb",
        "A100, GRID A100-1-10C, 1g.10gb",
        "A100, GRID A100-2-10C, 2g.10gb",
        "A30, NVIDIA A30-2-12CME, 2g.12gb+me",
        "DC, NVIDIA RTX Pro 6000 Blackwell DC-1-2Q, 1g.24gb+gfx",
        "DC, NVIDIA RTX Pro 6000 Blackwell DC-4-24C, 4g.96gb+gfx",
    })
    void aMigBackedTypeHasOneProfile(String board, String type, String profile) {
        assertThat(card(board).profileOf(new TypeName(type)).map(MigProfile::name))
                .hasValue(profile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRID A100-40C",
                "GRID A100-1-7C",
                "GRID A100-5-5C",
                "GRID A100-2-5C",
                "GRID A100-2-10CME",
                "GRID A100-1-C",
                "GRID A100--5C",
                "GRID A100-1-5CX",
                "GRID A100-x-5C",
                "GRID A100-1-99999999999C",
                "GeForce RTX T10x-8",
                "-",
                ""
            })
    void anotherTypeHasNone(String type) {
        assertThat(card("A100").profileOf(new TypeName(type))).isEmpty();
    }

    /** Type names, maxima and profiles come from different sources; here they have to agree. */
    @Test
    void everyMigBackedTypeOfTheCatalogueHasItsProfileAndItsMaximum() {
        var found = 0;
        var without = new HashSet<String>();
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                var profile = CARDS.card(board).flatMap(card -> card.profileOf(type.name()));
                if (type.migSlices().isEmpty()) {
                    assertThat(profile).as(type.name().full()).isEmpty();
                } else if (CARDS.card(board).isEmpty()) {
                    without.add(board.token());
                } else {
                    var carrier = profile.orElseThrow();
                    var each = carrier.memoryGb() * 1024 / type.framebufferMib();
                    var sharers = carrier.isShared() ? Math.min(each, 12) : 1;
                    assertThat(type.maxPerGpu())
                            .as(type.name().full())
                            .hasValue(carrier.maxPerGpu() * sharers);
                    found++;
                }
            }
        }
        assertThat(found).isEqualTo(216);
        assertThat(without).containsExactlyInAnyOrder("6000D", "DC@4500");
    }

    @Test
    void everyProfileIsCarriedByATypeAndEveryBoardIsInTheCatalogue() {
        for (var card : CARDS.cards()) {
            for (var token : card.boards()) {
                var board = CATALOGUE.board(token).orElseThrow();
                var carried = new HashSet<MigProfile>();
                for (var type : CATALOGUE.typesOf(board)) {
                    card.profileOf(type.name()).ifPresent(carried::add);
                }
                assertThat(carried).as(token).containsExactlyInAnyOrderElementsOf(card.profiles());
            }
        }
    }

    @Test
    void theMaximumOfAProfileIsWhatItsStartsHaveRoomFor() {
        for (var card : CARDS.cards()) {
            for (var profile : card.profiles()) {
                if (profile.hasMediaEngines()) {
                    assertThat(profile.maxPerGpu()).as("%s", profile).isEqualTo(1);
                } else {
                    assertThat(profile.starts()).as("%s", profile).hasSize(profile.maxPerGpu());
                }
                assertThat(profile.starts()).isSorted().doesNotHaveDuplicates();
            }
        }
        assertThat(card("H100").positions()).isEqualTo(8);
        assertThat(card("A30").positions()).isEqualTo(4);
        assertThat(card("DC").positions()).isEqualTo(12);
    }

    @Test
    void howWellAFactIsKnownIsSaid() {
        assertThat(card("H100").profiles()).allMatch(p -> p.known() == Known.DOCUMENTED);
        assertThat(card("B200X").profiles()).allMatch(p -> p.known() == Known.DERIVED);
    }

    /** The facts that were collected for the project lie beside a checkout, not in it. */
    @Test
    void profilesAreThoseOfTheCollectedFacts() throws IOException {
        var table = collectedFacts();
        assumeTrue(table.isPresent(), "shared/facts/mig_profiles.csv is not beside this checkout");
        var rows = Files.readAllLines(table.orElseThrow());
        for (var row : rows.subList(1, rows.size())) {
            var fields = row.split(",", -1);
            var name = fields[0].replace(" BSE", "");
            var card = CARDS.cards().stream().filter(c -> c.name().equals(name)).findFirst();
            var profile = card.orElseThrow().profile(fields[1]).orElseThrow();
            assertThat(profile.computeSlices()).as(row).isEqualTo(Integer.parseInt(fields[4]));
            assertThat(profile.memoryGb()).as(row).isEqualTo(Integer.parseInt(fields[5]));
            assertThat(profile.maxPerGpu()).as(row).isEqualTo(Integer.parseInt(fields[6]));
            if (!fields[7].isEmpty()) {
                assertThat(profile.starts()).as(row).isEqualTo(numbers(fields[7]));
                assertThat(profile.size()).as(row).isEqualTo(Integer.parseInt(fields[8]));
            }
            assertThat(profile.known() == Known.DOCUMENTED)
                    .as(row)
                    .isEqualTo(fields[9].equals("documented"));
        }
        assertThat(rows).hasSize(93);
    }

    private static MigCard card(String board) {
        return CARDS.card(CATALOGUE.board(board).orElseThrow()).orElseThrow();
    }

    private static List<Integer> numbers(String text) {
        return List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
    }

    private static Optional<Path> collectedFacts() {
        var folder = Path.of("").toAbsolutePath();
        for (var at = Optional.of(folder); at.isPresent(); at = parent(at.orElseThrow())) {
            var table = at.orElseThrow().resolve("shared/facts/mig_profiles.csv");
            if (Files.isReadable(table)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> parent(Path folder) {
        return Optional.ofNullable(folder.getParent());
    }
}

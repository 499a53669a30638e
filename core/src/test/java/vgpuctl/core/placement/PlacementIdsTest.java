package vgpuctl.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.pci.Architecture;

class PlacementIdsTest {

    private static final Catalogue CATALOGUE = Catalogue.ofProject();

    @Test
    void idsAreThoseOfTheTable() throws IOException {
        for (var line : expectations()) {
            var fields = line.split(",", -1);
            var architecture = architecture(fields[0]);
            var region = Integer.parseInt(fields[1]);
            var size = Integer.parseInt(fields[2]);
            var max = Integer.parseInt(fields[3]);
            assertThat(SupportedPlacements.mixed(architecture, region, size, max).ids())
                    .as(line)
                    .isEqualTo(ids(fields[4]));
            assertThat(SupportedPlacements.equalSize(architecture, region, size, max).ids())
                    .as(line)
                    .isEqualTo(ids(fields[5]));
        }
    }

    /** The facts that were collected for the project lie beside a checkout, not in it. */
    @Test
    void idsAreThoseOfTheCollectedFacts() throws IOException {
        var table = collectedFacts();
        assumeTrue(
                table.isPresent(), "shared/facts/vgpu_placements.csv is not beside this checkout");
        var rows = Files.readAllLines(table.orElseThrow());
        var seen = 0;
        for (var row : rows.subList(1, rows.size())) {
            var fields = row.split(",", -1);
            var board = CATALOGUE.board(fields[0]).orElseThrow();
            var type =
                    CATALOGUE.typesOf(board).stream()
                            .filter(t -> t.name().token().equals(fields[1]))
                            .findFirst()
                            .orElseThrow();
            var mixed = SupportedPlacements.mixed(board, type).orElseThrow();
            assertThat(mixed.ids()).as(row).isEqualTo(ids(fields[7]));
            assertThat(mixed.ids()).as(row).hasSize(Integer.parseInt(fields[6]));
            assertThat(mixed.sizeGib()).as(row).isEqualTo(Integer.parseInt(fields[3]));
            assertThat(board.framebufferGb()).as(row).isEqualTo(Integer.parseInt(fields[4]));
            assertThat(type.maxPerGpu()).as(row).hasValue(Integer.parseInt(fields[5]));
            var equal =
                    SupportedPlacements.equalSize(
                            board.architecture(),
                            board.framebufferGb(),
                            mixed.sizeGib(),
                            type.maxPerGpu().orElseThrow());
            assertThat(equal.ids()).as(row).isEqualTo(ids(fields[8]));
            seen++;
        }
        assertThat(seen).isEqualTo(609);
    }

    @Test
    void placementsOfOneTypeStayInTheRegionAndDoNotOverlap() {
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                var end = 0;
                for (var placements : SupportedPlacements.mixed(board, type).stream().toList()) {
                    for (var id : placements.ids()) {
                        assertThat(id).as(type.name().full()).isGreaterThanOrEqualTo(end);
                        end = placements.at(id).end();
                    }
                }
                assertThat(end).isLessThanOrEqualTo(board.framebufferGb());
            }
        }
    }

    @Test
    void typesOfOneSizeHaveTheSameIds() {
        for (var board : CATALOGUE.boards()) {
            var bySize = new HashMap<Integer, SupportedPlacements>();
            for (var type : CATALOGUE.typesOf(board)) {
                SupportedPlacements.mixed(board, type)
                        .ifPresent(placements -> {
                            var other = bySize.put(placements.sizeGib(), placements);
                            if (other != null) {
                                assertThat(placements).as(type.name().full()).isEqualTo(other);
                            }
                        });
            }
        }
    }

    @Test
    void boardsHaveTheModeSinceAmpere() {
        var with = new HashSet<Architecture>();
        for (var board : CATALOGUE.boards()) {
            if (FramebufferMap.ofBoard(board, CATALOGUE.typesOf(board)).isPresent()) {
                with.add(board.architecture());
            }
        }
        assertThat(with)
                .containsExactlyInAnyOrder(
                        Architecture.AMPERE,
                        Architecture.ADA,
                        Architecture.HOPPER,
                        Architecture.BLACKWELL);
    }

    @ParameterizedTest
    @CsvSource({"48, 0, 1", "48, 1, 0", "48, 25, 2", "0, 1, 1", "48, 2000000000, 2"})
    void moreThanTheRegionHoldsIsABug(int region, int size, int max) {
        assertThatThrownBy(() -> SupportedPlacements.mixed(Architecture.ADA, region, size, max))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> expectations() throws IOException {
        try (var in = PlacementIdsTest.class.getResourceAsStream("expected-ids.csv")) {
            if (in == null) {
                throw new IllegalStateException("no expected-ids.csv");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).toList();
        }
    }

    private static Optional<Path> collectedFacts() {
        var folder = Path.of("").toAbsolutePath();
        for (var at = Optional.of(folder); at.isPresent(); at = parent(at.orElseThrow())) {
            var table = at.orElseThrow().resolve("shared/facts/vgpu_placements.csv");
            if (Files.isReadable(table)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> parent(Path folder) {
        return Optional.ofNullable(folder.getParent());
    }

    private static Architecture architecture(String name) {
        return Architecture.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Integer> ids(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
    }
}

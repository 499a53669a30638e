package vgpuctl.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.catalogue.BoardType.Known;
import vgpuctl.core.catalogue.Modes.MixedSize;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

class CatalogueTest {

    private static final Catalogue CATALOGUE = Catalogue.ofProject();

    @Test
    void theP40HasItsTwentyFiveTypes() {
        var p40 = CATALOGUE.board(0x1b38, 0).orElseThrow();
        var types = CATALOGUE.typesOf(p40);
        assertThat(p40.model()).isEqualTo("Tesla P40");
        assertThat(types).hasSize(25).allMatch(type -> type.id().isPresent());
        var twelve = types.stream().filter(t -> t.name().token().equals("P40-12C")).findFirst();
        assertThat(twelve)
                .hasValueSatisfying(type -> {
                    assertThat(type.id().orElseThrow().text()).isEqualTo("nvidia-286");
                    assertThat(type.framebufferMib()).isEqualTo(12288);
                    assertThat(type.maxPerGpu()).hasValue(2);
                });
    }

    @Test
    void boardsOfOneDeviceIdAreToldApartByTheirSubsystem() {
        assertThat(CATALOGUE.board(0x25b6, 0x157e).map(Board::token)).hasValue("A2");
        assertThat(CATALOGUE.board(0x25b6, 0x14a9).map(Board::token)).hasValue("A16");
        assertThat(CATALOGUE.board(0x1e30, 0x129e).map(Board::token)).hasValue("RTX8000");
        assertThat(CATALOGUE.board(0x1e30, 0x12ba).map(Board::token)).hasValue("RTX6000");
    }

    @Test
    void aDeviceIdOfOneBoardAloneNeedsNoSubsystem() {
        assertThat(CATALOGUE.board(0x26b9, 0x9999).map(Board::token)).hasValue("L40S");
        assertThat(CATALOGUE.board(0x25b6, 0x9999)).isEmpty();
        assertThat(CATALOGUE.board(0x1e30, 0x9999).map(Board::token)).hasValue("RTX6000");
        assertThat(CATALOGUE.board(0x0fff, 0)).isEmpty();
    }

    @Test
    void everyBoardHasTypesAndEveryDeviceIdItsArchitecture() {
        for (var board : CATALOGUE.boards()) {
            assertThat(CATALOGUE.typesOf(board)).as(board.token()).isNotEmpty();
            for (var device : board.devices()) {
                assertThat(Architecture.ofDevice(device))
                        .as("%s %x", board.token(), device)
                        .hasValue(board.architecture());
            }
        }
    }

    @Test
    void vgpusLiveOnVirtualFunctionsSinceAmpere() {
        for (var board : CATALOGUE.boards()) {
            assertThat(board.placement())
                    .as(board.token())
                    .isEqualTo(
                            board.architecture().compareTo(Architecture.AMPERE) < 0
                                    ? VgpusLiveOn.PHYSICAL_FUNCTION
                                    : VgpusLiveOn.VIRTUAL_FUNCTIONS);
        }
    }

    @Test
    void noTypeIdIsGivenTwice() {
        var ids = new HashSet<String>();
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                type.id().ifPresent(id -> assertThat(ids.add(id.text())).as(id.text()).isTrue());
            }
        }
        assertThat(ids).hasSizeGreaterThan(900);
    }

    @Test
    void whatIsMissingIsSaidToBeUnknown() {
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                assertThat(type.id().isPresent())
                        .as(type.name().full())
                        .isEqualTo(type.basis().id() != Known.UNKNOWN);
                assertThat(type.maxPerGpu().isPresent())
                        .as(type.name().full())
                        .isEqualTo(type.basis().maxPerGpu() != Known.UNKNOWN);
            }
        }
    }

    @Test
    void everyNameHasASeries() {
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                assertThat(type.name().series()).as(type.name().full()).isPresent();
            }
        }
        assertThat(CATALOGUE.typesOf(CATALOGUE.board("P40").orElseThrow()))
                .anyMatch(type -> type.name().series().orElseThrow() == Series.B);
    }

    @Test
    void theLargestSetOfATimeSlicedTypeFitsItsGpu() {
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                var most = type.maxPerGpu().orElse(0) * type.framebufferMib();
                if (type.migSlices().isPresent()) {
                    continue; // Sizes of MIG instances are rounded up.
                }
                assertThat(most)
                        .as(type.name().full())
                        .isLessThanOrEqualTo(board.framebufferGb() * 1024);
            }
        }
    }

    @Test
    void noRowIsLost() {
        var types = 0;
        for (var board : CATALOGUE.boards()) {
            types += CATALOGUE.typesOf(board).size();
        }
        assertThat(types).isEqualTo(Table.read("types.csv").rows().size()).isEqualTo(1237);

        var gaming = 0;
        for (var device = 0; device <= 0xffff; device++) {
            gaming += CATALOGUE.gamingTypesOf(device).size();
        }
        assertThat(gaming).isEqualTo(Table.read("gaming-types.csv").rows().size()).isEqualTo(187);
    }

    @Test
    void everyNameSaysItsBoardItsSlicesAndAboutItsSize() {
        for (var board : CATALOGUE.boards()) {
            for (var type : CATALOGUE.typesOf(board)) {
                var name = type.name();
                assertThat(name.board())
                        .as(name.full())
                        .hasValue(board.token().replace("@4500", ""));
                assertThat(name.slices()).as(name.full()).isEqualTo(type.migSlices());
                // 96246 MiB of a 94 GB board, 72704 MiB of a MIG instance called 71 GB.
                assertThat(name.framebufferMib().orElseThrow())
                        .as(name.full())
                        .isCloseTo(type.framebufferMib(), withinPercentage(3));
            }
        }
    }

    @Test
    void gamingTypesHaveASizeAndNoSeries() {
        for (var fields : Table.read("gaming-types.csv").rows()) {
            var name = new TypeName(fields[1]);
            assertThat(name.isGaming()).as(fields[1]).isTrue();
            assertThat(name.series()).as(fields[1]).isEmpty();
            assertThat(name.framebufferGb()).as(fields[1]).isPresent();
        }
    }

    @Test
    void everyBoardHasItsModesAndMigTypesWhereItHasMig() {
        for (var board : CATALOGUE.boards()) {
            var modes = CATALOGUE.modesOf(board);
            var types = CATALOGUE.typesOf(board);
            assertThat(modes.migSlices().isPresent())
                    .as(board.token())
                    .isEqualTo(types.stream().anyMatch(type -> type.migSlices().isPresent()));
            for (var type : types) {
                assertThat(type.most().perInstance().isPresent())
                        .as(type.name().full())
                        .isEqualTo(type.migSlices().isPresent());
                if (modes.mixedSize() == MixedSize.NOT_SUPPORTED) {
                    assertThat(type.most().mixed()).as(type.name().full()).isEmpty();
                } else if (type.migSlices().isEmpty()) {
                    assertThat(type.most().mixed().orElse(0))
                            .as(type.name().full())
                            .isLessThanOrEqualTo(type.maxPerGpu().orElse(0));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GRID P40-12C,      15, vCS vWS",
        "GRID P40-12C,      16, NVIDIA AI Enterprise",
        "NVIDIA L40S-3B,    19, vPC vWS",
        "NVIDIA L40S-3A,    19, vApps",
        "NVIDIA A40-48Q,    17, vWS",
        "NVIDIA A40-48,     17, NVIDIA Cloud Gaming"
    })
    void aTypeNeedsTheLicenceOfItsSeries(String type, int branch, String editions) {
        assertThat(CATALOGUE.licenceOf(new TypeName(type), branch).orElseThrow().editions())
                .isEqualTo(
                        editions.startsWith("NVIDIA")
                                ? List.of(editions)
                                : List.of(editions.split(" ")));
    }

    @Test
    void anotherVendorsTypeNeedsNone() {
        assertThat(CATALOGUE.licenceOf(new TypeName("mtty-1"), 17)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"550.54.16, 17", "470.68, 13", "580.159.01, 19", "595.45.04, 20"})
    void aDriversReleaseSaysItsBranch(String version, int branch) {
        assertThat(CATALOGUE.branchOf(version)).hasValue(branch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"418.43", "", "nouveau", "55", "."})
    void otherDriversAreOfNone(String version) {
        assertThat(CATALOGUE.branchOf(version)).isEmpty();
    }

    @Test
    void olderBoardsAreDroppedAndNewerOnesAreNot() {
        for (var board : CATALOGUE.boards()) {
            assertThat(CATALOGUE.servedUntil(board).isPresent())
                    .as(board.token())
                    .isEqualTo(board.architecture().compareTo(Architecture.TURING) < 0);
        }
        var v100 = CATALOGUE.servedUntil(CATALOGUE.board("V100").orElseThrow());
        assertThat(v100).hasValue(new Served(19, Known.DERIVED));
    }
}

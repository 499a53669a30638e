package vgpuctl.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.catalogue.BoardType.Known;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;

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
}

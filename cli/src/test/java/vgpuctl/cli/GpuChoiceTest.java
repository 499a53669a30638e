package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On which of two cards a vGPU is made, and that the reason is said. */
class GpuChoiceTest {

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withTwoCards(directory).after("gpus");
    }

    @Test
    void theFirstOfTwoEmptyCards() {
        assertThat(host.vgpuctl("create", "P40-12C").out())
                .contains("note:  chose 0000:82:00.0: the first of 2 GPUs with room for it\n");
    }

    @Test
    void theCardThatIsCutToThisSizeAlready() {
        host.after("create", "P40-12C", "--gpu", "83:00.0");
        assertThat(host.vgpuctl("create", "P40-12Q").out())
                .contains(
                        "note:  chose 0000:83:00.0: already cut to this size, so that the others"
                                + " keep every choice\n");
    }

    @Test
    void theOnlyCardWithRoom() {
        host.after("create", "P40-12C", "--gpu", "82:00.0");
        assertThat(host.vgpuctl("create", "P40-6Q").out())
                .contains("note:  chose 0000:83:00.0: the only GPU with room for it\n");
    }

    @Test
    void aCardThatWasNamedNeedsNoReason() {
        assertThat(host.vgpuctl("create", "P40-6Q", "--gpu", "pci_0000_83_00_0").out())
                .contains("0000:83:00.0")
                .doesNotContain("chose");
    }

    @Test
    void severalAreSpreadWhereNoCardHasRoomForAll() {
        var said = host.vgpuctl("create", "P40-12C", "--count", "3");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("note:  chose 0000:82:00.0: no GPU has room for all 3\n")
                .contains("note:  chose 0000:83:00.0: no GPU has room for all 3\n");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(3);
    }

    @Test
    void severalThatAllCardsTogetherHaveNoRoomForAreRefused() {
        var said = host.vgpuctl("create", "P40-12C", "--count", "5");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err())
                .contains("0000:82:00.0: room for 2 more; 0000:83:00.0: room for 2 more");
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
    }

    @Test
    void theOneCardIsFullAndTheOtherCutOtherwise() {
        host.after("create", "P40-24Q", "--gpu", "82:00.0").after("create", "P40-6Q");
        assertThat(host.vgpuctl("create", "P40-12C").err())
                .contains(
                        "0000:82:00.0: 1 × P40-24Q is on this GPU: all its vGPUs must have 24 GB;"
                                + " 0000:83:00.0: 1 × P40-6Q is on this GPU: all its vGPUs must have 6"
                                + " GB");
    }
}

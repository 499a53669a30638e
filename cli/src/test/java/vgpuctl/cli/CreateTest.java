package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {

    private static final String UUID = "3eb9d560-0b31-11ee-91a9-bb28039c61eb";
    private static final String OTHER = "49b4f3f2-0b31-11ee-8a2f-4b8b1e8a2e11";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P40-12C", "p40-12c", "GRID P40-12C", "nvidia-286", "286"})
    void aTypeIsMeantByItsNameItsShortNameOrItsId(String type) {
        host.after("create", type, "--name", "one");
        assertThat(host.vgpuctl("list").out()).contains("one   P40-12C  0000:82:00.0  active");
    }

    @Test
    void aNewVgpuIsDefinedForMdevctlToTheByte() {
        host.after("create", "P40-12C", "--uuid", UUID, "--autostart");
        assertThat(host.text("/etc/mdevctl.d/0000:82:00.0/" + UUID))
                .isEqualTo(
                        """
                        {
                          "mdev_type": "nvidia-286",
                          "start": "auto",
                          "attrs": []
                        }\
                        """);
    }

    @Test
    void severalAreNumberedBehindTheirName() {
        host.after("create", "P40-6Q", "--name", "desk", "--count", "3");
        assertThat(host.vgpuctl("list").out()).contains("desk-1", "desk-2", "desk-3");
    }

    @Test
    void theSameNameGivesTheSameUuidAgain() {
        host.after("create", "P40-6Q", "--name", "desk");
        var first = host.names("/sys/bus/mdev/devices");
        host.after("remove", "desk").after("create", "P40-6Q", "--name", "desk");
        assertThat(host.names("/sys/bus/mdev/devices")).isEqualTo(first);
    }

    @Test
    void givenUuidsComeFirst() {
        host.after("create", "P40-6Q", "--count", "3", "--uuid", UUID, "--uuid", OTHER);
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(3).contains(UUID, OTHER);
    }

    @Test
    void withoutADefinitionARebootEndsIt() {
        host.after("create", "P40-6Q", "--no-define");
        assertThat(host.names("/etc/mdevctl.d/0000:82:00.0")).isEmpty();
        host.after("sim", "reboot");
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
    }

    @Test
    void withoutAStartItIsOnlyDefined() {
        host.after("create", "P40-6Q", "--name", "later", "--no-start");
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
        assertThat(host.vgpuctl("list").out()).contains("later  P40-6Q", "inactive  yes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    create P40-12C --name taken          | 4 | a vGPU named 'taken' is on this host already
                    create P40-12C --name TAKEN          | 4 | a vGPU named 'TAKEN' is on this host already
                    create P40-12C --uuid %1$s           | 4 | a vGPU with the UUID %1$s is there already on 0000:82:00.0
                    create P40-12C --uuid %2$s --uuid %1$s | 2 | 2 UUIDs for 1 vGPUs
                    create P40-12C --uuid 3eb9d560       | 2 | '3eb9d560' is not a UUID
                    create P40-12C --name 1st            | 2 | '1st' cannot be a vGPU's name
                    create P40-12C --name a/b            | 2 | 'a/b' cannot be a vGPU's name
                    create P40-12C --no-define --no-start | 2 | with --no-define and --no-start there is nothing to make
                    create P40-12C --no-define --autostart | 2 | --autostart needs a definition
                    create P40-12C --gpu 83:00.0         | 3 | there is no GPU at 0000:83:00.0
                    create P40-12C --gpu 82:00           | 2 | '82:00' is not a GPU address
                    create P40-12X                       | 3 | no GPU here offers a type 'P40-12X'
                    create P40-12C --count 2             | 5 | no room for 2 × P40-12C: 0000:82:00.0: room for 1 more
                    create P40-6Q                        | 5 | no room for 1 × P40-6Q: 0000:82:00.0: 1 × P40-12C is on this GPU: all its vGPUs must have 12 GB
                    """)
    void whatCannotBeMadeIsRefusedAndNothingIsChanged(String command, int exit, String reason) {
        host.after("create", "P40-12C", "--name", "taken", "--uuid", UUID);
        var before = host.state();
        var said = host.vgpuctl(command.formatted(UUID, OTHER).split(" "));
        assertThat(said.err()).startsWith("error: " + reason.formatted(UUID, OTHER) + "\nhint:  ");
        assertThat(said.exit()).isEqualTo(exit);
        assertThat(said.out()).isEmpty();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void theSameUuidTwiceIsRefused() {
        var said = host.vgpuctl("create", "P40-6Q", "-n", "2", "--uuid", UUID, "--uuid", UUID);
        assertThat(said.err()).startsWith("error: a vGPU with the UUID " + UUID + " is there");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
    }

    @Test
    void anUnknownTypeNamesTheNearest() {
        assertThat(host.vgpuctl("create", "P40-12X").err())
                .contains("hint:  did you mean P40-12A, P40-12C, P40-12Q?");
    }
}

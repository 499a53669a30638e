package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.simulation.TestHost.GPU;
import static vgpuctl.simulation.TestHost.WRITTEN;
import static vgpuctl.simulation.TestHost.refused;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.TestHost.Said;
import vgpuctl.simulation.board.SimulatedBoard;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.board.SimulatedType;

/** vGPUs on GPU instances. */
class MigTest {

    private static final SimulatedBoards BOARDS = SimulatedBoards.ofProject();
    private static final String MIG = "nvidia-smi mig -i " + GPU + " ";

    /** A100-1-5C, A100-3-20C and, time-sliced, A100-20C. */
    private static final String ONE_SLICE = "474\n";

    private static final String THREE_SLICES = "476\n";
    private static final String TIME_SLICED = "472\n";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private static Stream<String> boards() {
        return BOARDS.names().stream()
                .filter(name -> name.endsWith(":vfio") && BOARDS.named(name).mig().isPresent())
                .map(name -> name.replace(":vfio", "-mig:vfio"));
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyProfileIsCutAndCarriesEachOfItsTypes(String name) {
        var board = BOARDS.named(name);
        var host = TestHost.open(directory, name);
        var before = host.state();
        for (var profile : board.mig().orElseThrow().profiles()) {
            cut(host, board, profile);
        }
        assertThat(host.state()).isEqualTo(before);
        assertThat(board.types().stream().filter(SimulatedType::isMigBacked))
                .isNotEmpty()
                .allMatch(type -> type.profile().isPresent());
    }

    /** As many instances as the card takes, one more refused, each type on all of them. */
    private static void cut(TestHost host, SimulatedBoard board, MigProfile profile) {
        var ids = new ArrayList<String>();
        for (var number = 0; number < most(board.mig().orElseThrow(), profile); number++) {
            var said = host.run(MIG + "-cgi " + profile.name());
            assertThat(said.status()).as("%s", said).isZero();
            ids.add(said.output().split("GPU instance ID", -1)[1].strip().split(" ", -1)[0]);
        }
        assertThat(host.run(MIG + "-cgi " + profile.name()).status()).isEqualTo(19);
        board.types().stream()
                .filter(type -> type.profile().stream().anyMatch(profile::equals))
                .forEach(type -> filled(host, type, ids.size() * type.maxPerInstance()));
        for (var id : ids) {
            host.after(MIG + "-dgi -gi " + id);
        }
    }

    /** Not the profile's figure: with media engines, a card may have places for more. */
    private static int most(MigCard card, MigProfile profile) {
        var geometry = MigGeometry.empty(card);
        var count = 0;
        while (!geometry.creatable(profile).isEmpty()) {
            var start = geometry.creatable(profile).getFirst();
            geometry = geometry.with(new GpuInstance(profile, start));
            count++;
        }
        return count;
    }

    private static void filled(TestHost host, SimulatedType type, int most) {
        var functions = host.virtualFunctions(GPU);
        for (var function : functions.subList(0, most)) {
            assertThat(host.setType(function, type.id() + "\n")).as("%s", type).isEqualTo(WRITTEN);
        }
        if (most < functions.size()) {
            assertThat(host.setType(functions.get(most), type.id() + "\n"))
                    .isEqualTo(refused(Errno.EIO));
        }
        for (var function : functions.subList(0, most)) {
            assertThat(host.setType(function, "0\n")).isEqualTo(WRITTEN);
        }
    }

    @Test
    void withoutInstancesNothingIsCreatable() {
        var host = TestHost.open(directory, "a100-mig");
        var function = host.virtualFunctions(GPU).getFirst();
        assertThat(host.vendor(function, "creatable_vgpu_types")).isEqualTo("ID    : vGPU Name");
        assertThat(host.setType(function, ONE_SLICE)).isEqualTo(refused(Errno.EIO));
        assertThat(host.setType(function, TIME_SLICED)).isEqualTo(refused(Errno.EIO));
    }

    @Test
    void withMigOffItsTypesAreNotCreatable() {
        var host = TestHost.open(directory, "a100");
        var function = host.virtualFunctions(GPU).getFirst();
        assertThat(host.setType(function, ONE_SLICE)).isEqualTo(refused(Errno.EIO));
        assertThat(host.run(MIG + "-cgi 3g.20gb:4").status()).isEqualTo(3);
    }

    @Test
    void aVgpuSaysOnWhichInstanceItLies() {
        var host = TestHost.open(directory, "a100-mig");
        host.after(MIG + "-cgi 1g.5gb:0 -C").after(MIG + "-cgi 3g.20gb:4 -C");
        var functions = host.virtualFunctions(GPU);
        assertThat(host.setType(functions.get(0), THREE_SLICES)).isEqualTo(WRITTEN);
        assertThat(host.setType(functions.get(1), ONE_SLICE)).isEqualTo(WRITTEN);
        assertThat(host.vendor(functions.get(0), "gpu_instance_id")).isEqualTo("1");
        assertThat(host.vendor(functions.get(1), "gpu_instance_id")).isEqualTo("11");
        assertThat(host.vendor(functions.get(1), "placement_id")).isEqualTo("Not Applicable");
    }

    @Test
    void vgpusThatShareAnInstanceHaveOneSize() {
        var host =
                TestHost.open(directory, "rtx-pro-6000-mig:mdev").after(MIG + "-cgi 1g.24gb+gfx");
        var functions = host.virtualFunctions(GPU);
        assertThat(host.createMdev(functions.get(0), "nvidia-1555", new UUID(1, 1)))
                .isEqualTo(WRITTEN);
        assertThat(host.available(functions.get(1), "nvidia-1556")).isOne();
        assertThat(host.available(functions.get(1), "nvidia-1551")).isZero();
    }

    @Test
    void instancesAreListedAsTheMigUserGuideShowsThem() {
        var host = TestHost.open(directory, "a100-mig");
        assertThat(host.run(MIG + "-lgi"))
                .isEqualTo(new Said(6, "No GPU instances found: Not Found\n"));
        host.after(MIG + "-cgi 3g.20gb:4 -C").after(MIG + "-cgi 1g.5gb:0");
        assertThat(host.run(MIG + "-lgi").output())
                .isEqualTo(
                        """
                        +-------------------------------------------------------+
                        | GPU instances:                                        |
                        | GPU   Name             Profile  Instance   Placement  |
                        |                          ID       ID       Start:Size |
                        |=======================================================|
                        |   0  MIG 3g.20gb          9        1          4:4     |
                        +-------------------------------------------------------+
                        |   0  MIG 1g.5gb          19       11          0:1     |
                        +-------------------------------------------------------+
                        """);
    }

    @Test
    void creatingSaysWhatWasMadeAndWhy() {
        var host = TestHost.open(directory, "a100-mig");
        assertThat(host.run(MIG + "-cgi 3g.20gb:4 -C"))
                .isEqualTo(
                        new Said(
                                0,
                                """
                                Successfully created GPU instance ID  1 on GPU  0 using profile MIG 3g.20gb (ID  9)
                                Successfully created compute instance ID  0 on GPU  0 GPU instance ID  1 using profile MIG 3g.20gb (ID  2)
                                """));
        assertThat(host.run(MIG + "-cgi 9:4 -C"))
                .isEqualTo(
                        new Said(
                                19,
                                """
                                Unable to create a GPU instance on GPU  0 using profile 9: Insufficient Resources
                                Failed to create GPU instances: Insufficient Resources
                                """));
    }

    @Test
    void anInstanceGoesAfterItsVgpuAndItsComputeInstance() {
        var host = TestHost.open(directory, "a100-mig").after(MIG + "-cgi 3g.20gb:4 -C");
        var function = host.virtualFunctions(GPU).getFirst();
        host.setType(function, THREE_SLICES);
        var inUse = "Unable to destroy GPU instance ID  1 from GPU  0: In use by another client\n";
        assertThat(host.run(MIG + "-dci -gi 1").status()).isEqualTo(19);
        assertThat(host.run(MIG + "-dgi -gi 1")).isEqualTo(new Said(19, inUse));
        host.setType(function, "0\n");
        assertThat(host.run(MIG + "-dgi -gi 1")).isEqualTo(new Said(19, inUse));
        host.after(MIG + "-dci -gi 1").after(MIG + "-dgi -gi 1");
        assertThat(host.run(MIG + "-dgi -gi 1").status()).isEqualTo(6);
    }

    @Test
    void aComputeInstanceIsListedAndMadeAnew() {
        var host = TestHost.open(directory, "a100-mig").after(MIG + "-cgi 3g.20gb:4 -C");
        assertThat(host.run(MIG + "-lci -gi 1"))
                .isEqualTo(
                        new Said(
                                0,
                                """
                                +--------------------------------------------------------------------+
                                | Compute instances:                                                 |
                                | GPU     GPU       Name             Profile   Instance   Placement  |
                                |       Instance                       ID        ID       Start:Size |
                                |         ID                                                         |
                                |====================================================================|
                                |   0      1       MIG 3g.20gb          2         0          0:3      |
                                +--------------------------------------------------------------------+
                                """));
        host.after(MIG + "-dci -gi 1");
        var none = new Said(6, "No compute instances found: Not Found\n");
        assertThat(host.run(MIG + "-lci -gi 1")).isEqualTo(none);
        assertThat(host.run(MIG + "-cci -gi 1"))
                .isEqualTo(
                        new Said(
                                0,
                                "Successfully created compute instance ID  0 on GPU  0 GPU instance"
                                        + " ID  1 using profile MIG 3g.20gb (ID  2)\n"));
        assertThat(host.run(MIG + "-cci -gi 1").status()).isEqualTo(19);
    }

    @Test
    void theModeOfABusyCardWaitsForAReboot() {
        var host = TestHost.open(directory, "a100");
        var function = host.virtualFunctions(GPU).getFirst();
        host.setType(function, TIME_SLICED);
        var said = host.run("nvidia-smi -i " + GPU + " -mig 1");
        assertThat(said.status()).isZero();
        assertThat(said.output())
                .startsWith(
                        "Warning: MIG mode is in pending enable state for GPU"
                                + " 00000000:82:00.0:In use by another client\n");
        assertThat(host.run("nvidia-smi -q -x").output())
                .contains("<current_mig>Disabled</current_mig>")
                .contains("<pending_mig>Enabled</pending_mig>");
        host.simulation().reboot();
        assertThat(host.run("nvidia-smi -q -x").output())
                .contains("<current_mig>Enabled</current_mig>");
    }

    @Test
    void theModeIsLeftOnlyWithoutFunctions() {
        var host = TestHost.open(directory, "a100-mig");
        var off = "nvidia-smi -i " + GPU + " -mig 0";
        assertThat(host.run(off))
                .isEqualTo(
                        new Said(
                                19,
                                "Unable to disable MIG Mode for GPU 00000000:82:00.0: In use by"
                                        + " another client\n"));
        host.after("sriov-manage -d " + GPU);
        assertThat(host.run(off).output())
                .startsWith("Disabled MIG Mode for GPU 00000000:82:00.0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a40", "t4", "6000d"})
    void otherCardsHaveNoSuchMode(String board) {
        var said = TestHost.open(directory, board).run("nvidia-smi -i " + GPU + " -mig 1");
        assertThat(said)
                .isEqualTo(
                        new Said(
                                3,
                                "Unable to enable MIG Mode for GPU 00000000:82:00.0: Not"
                                        + " Supported\n"));
    }

    @Test
    void instancesAreLostWithTheFunctionsAndWithAReboot() {
        var host = TestHost.open(directory, "a100-mig").after(MIG + "-cgi 3g.20gb:4");
        host.after("sriov-manage -e " + GPU);
        assertThat(host.run(MIG + "-lgi").status()).isEqualTo(6);
        host.after(MIG + "-cgi 3g.20gb:4").simulation().reboot();
        assertThat(host.run(MIG + "-lgi").status()).isEqualTo(6);
        assertThat(List.of(host.text("/sys/bus/pci/devices/" + GPU + "/sriov_numvfs").strip()))
                .containsExactly("0");
    }
}

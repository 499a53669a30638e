package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.simulation.TestHost.GPU;
import static vgpuctl.simulation.TestHost.VM;
import static vgpuctl.simulation.TestHost.WRITTEN;
import static vgpuctl.simulation.TestHost.refused;
import static vgpuctl.simulation.TestHost.vendorFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.board.SimulatedType;

/** Several sizes on one card. */
class MixedSizesTest {

    private static final SimulatedBoards BOARDS = SimulatedBoards.ofProject();
    private static final String MIXED = "nvidia-smi vgpu -i " + GPU + " -shm 1";
    private static final String EQUAL = "nvidia-smi vgpu -i " + GPU + " -shm 0";

    /** A40-24Q, A40-16Q, A40-12Q, A40-6Q. */
    private static final String[] A40 = {"565\n", "564\n", "563\n", "561\n"};

    @TempDir(factory = InMemory.class)
    private Path directory;

    private static Stream<String> boards() {
        return BOARDS.names().stream().filter(name -> name.endsWith(":vfio"));
    }

    @ParameterizedTest
    @MethodSource("boards")
    void eachTypeIsMadeAtAllItsPlacesInTheirOrder(String name) {
        var host = TestHost.open(directory, name).after(MIXED);
        var before = host.state();
        var functions = host.virtualFunctions(GPU);
        for (var type : BOARDS.named(name).types()) {
            if (!type.isMigBacked()) {
                allPlacesOf(type, host, functions);
            }
        }
        assertThat(host.state()).isEqualTo(before);
    }

    private static void allPlacesOf(SimulatedType type, TestHost host, List<String> functions) {
        var ids = new ArrayList<Integer>();
        for (var number = 0; number < type.mixed().ids().size(); number++) {
            var function = functions.get(number);
            assertThat(host.setType(function, type.id() + "\n")).as("%s", type).isEqualTo(WRITTEN);
            ids.add(Integer.valueOf(host.vendor(function, "placement_id")));
        }
        assertThat(ids).isEqualTo(type.mixed().ids());
        if (ids.size() < functions.size()) {
            assertThat(host.setType(functions.get(ids.size()), type.id() + "\n"))
                    .isEqualTo(refused(Errno.EIO));
        }
        for (var number = 0; number < ids.size(); number++) {
            assertThat(host.setType(functions.get(number), "0\n")).isEqualTo(WRITTEN);
        }
    }

    @Test
    void anotherSizeFitsWhereAPlaceOfItIsFree() {
        var host = TestHost.open(directory, "a40:vfio").after(MIXED);
        var functions = host.virtualFunctions(GPU);
        assertThat(host.setType(functions.get(0), A40[0])).isEqualTo(WRITTEN);
        assertThat(host.setType(functions.get(1), A40[3])).isEqualTo(WRITTEN);
        assertThat(host.setType(functions.get(2), A40[2])).isEqualTo(WRITTEN);
        assertThat(host.setType(functions.get(3), A40[1])).isEqualTo(refused(Errno.EIO));
        assertThat(functions.subList(0, 3).stream().map(f -> host.vendor(f, "placement_id")))
                .containsExactly("0", "24", "36");
    }

    @Test
    void mdevOnFunctionsFollowsTheSamePlaces() {
        var host = TestHost.open(directory, "a40:mdev").after(MIXED);
        var functions = host.virtualFunctions(GPU);
        assertThat(host.createMdev(functions.get(0), "nvidia-565", new UUID(1, 1)))
                .isEqualTo(WRITTEN);
        assertThat(host.createMdev(functions.get(1), "nvidia-561", new UUID(1, 2)))
                .isEqualTo(WRITTEN);
        assertThat(host.available(functions.get(2), "nvidia-565")).isZero();
        assertThat(host.available(functions.get(2), "nvidia-563")).isOne();
        assertThat(host.available(functions.get(0), "nvidia-563")).isZero();
    }

    @Test
    void aVgpuMovesToAFreePlaceThatItsParametersName() {
        var host = TestHost.open(directory, "a40:vfio").after(MIXED);
        var function = host.virtualFunctions(GPU).getFirst();
        host.setType(function, A40[2]);
        host.write(vendorFile(function, "vgpu_params"), "vgpu-placement-id=36\n");
        assertThat(host.vendor(function, "placement_id")).isEqualTo("36");
        assertThat(host.vendor(function, "vgpu_params")).isEqualTo("vgpu-placement-id=36");
    }

    @Test
    void aPlaceThatIsTakenOrNoPlaceLetsTheStartOfTheVmFail() {
        var host = TestHost.open(directory, "a40:vfio").after(MIXED);
        var functions = host.virtualFunctions(GPU);
        host.setType(functions.get(0), A40[0]);
        host.setType(functions.get(1), A40[2]);
        for (var place : List.of("0", "12", "37", "far")) {
            var parameters = "vgpu-placement-id=" + place + "\n";
            assertThat(host.write(vendorFile(functions.get(1), "vgpu_params"), parameters))
                    .isEqualTo(WRITTEN);
            assertThat(host.vendor(functions.get(1), "placement_id")).isEqualTo("24");
        }
        var hostdev =
                """
                <hostdev mode='subsystem' type='pci' managed='no'>
                  <source>
                    <address domain='0x0000' bus='0x82' slot='0x00' function='0x5'/>
                  </source>
                </hostdev>
                """;
        host.simulation().libvirt().attach(VM, hostdev, EnumSet.of(Affect.CONFIG));
        assertThat(host.virsh("start " + VM)).contains("Input/output error");
        assertThat(host.lastLogLine()).endsWith(functions.get(1) + ": start failed. status: 0x40");
        host.write(vendorFile(functions.get(1), "vgpu_params"), " \n");
        assertThat(host.virsh("start " + VM)).contains("started");
    }

    @Test
    void theModeChangesOnlyWhereThereIsNoVgpu() {
        var host = TestHost.open(directory, "a40:vfio").after(MIXED);
        var function = host.virtualFunctions(GPU).getFirst();
        host.setType(function, A40[2]);
        assertThat(host.run(EQUAL))
                .isEqualTo(
                        new TestHost.Said(
                                19,
                                "Unable to set vGPU heterogeneous mode for GPU 00000000:82:00.0:"
                                        + " In use by another client\n"));
        host.setType(function, "0\n");
        assertThat(host.run(EQUAL).status()).isZero();
    }

    @Test
    void theModeIsLostWithTheFunctions() {
        var host = TestHost.open(directory, "a40:vfio").after(MIXED);
        host.after("/usr/lib/nvidia/sriov-manage -e " + GPU);
        var functions = host.virtualFunctions(GPU);
        host.setType(functions.get(0), A40[2]);
        assertThat(host.setType(functions.get(1), A40[3])).isEqualTo(refused(Errno.EIO));
    }

    @Test
    void noModeWithoutFunctionsWithMigOrOnOlderCards() {
        var host = TestHost.open(directory, "a40:vfio");
        host.after("sriov-manage -d " + GPU);
        assertThat(host.run(MIXED).status()).isEqualTo(3);
        assertThat(TestHost.open(directory, "a100-mig").run(MIXED).status()).isEqualTo(3);
        assertThat(TestHost.open(directory, "t4").run(MIXED).status()).isEqualTo(3);
    }
}

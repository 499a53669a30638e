package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.linux.files.Errno;

/** vGPUs on GPU instances: mode, functions, instances and vGPUs in one command. */
class MigTest {

    private static final String GPU = SimulatedHost.GPU;

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = new SimulatedHost(directory, "a100:vfio").after("gpus");
    }

    @Test
    void oneCreateSwitchesCutsAndMakes() {
        var said = host.vgpuctl("create", "A100-3-20C", "--count", "2", "--name", "m");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .containsPattern("m-1 +A100-3-20C +0000:82:00.4 +active")
                .containsPattern("m-2 +A100-3-20C +0000:82:00.5 +active")
                .endsWith("note:  prepared 0000:82:00.0 for A100-3-20C\n");
        assertThat(host.vgpuctl("mig", "status").out())
                .containsPattern("MIG on")
                .containsPattern("3g.20gb +[0-9]+ +0 to 3 +m-[12]\n")
                .containsPattern("3g.20gb +[0-9]+ +4 to 7 +m-[12]\n");
        assertThat(host.vgpuctl("show", "m-1").out()).containsPattern("GPU instance +[12]\n");
    }

    /** The plan is the preparation; what it would go on with is planned once that is there. */
    @Test
    void aDryRunOfItChangesNothing() {
        var before = host.state();
        var said = host.vgpuctl("create", "A100-1-5C", "--dry-run");
        assertThat(said.out())
                .contains("enable MIG mode of " + GPU, "create GPU instance 1g.5gb at ");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void refusedAtTheVgpuThePreparationIsTakenBackToo() {
        var before = host.state();
        var refused = FaultyHost.refusingVgpu(1, Errno.EIO);
        var said = host.vgpuctl(refused, "create", "A100-3-20C", "--name", "m");
        assertThat(said.exit()).as(said.toString()).isEqualTo(7);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void severalSizesOfInstanceShareACard() {
        host.afterAll(
                List.of(
                        "create A100-1-5C --name small",
                        "create A100-3-20C --name large",
                        "create A100-2-10C --name middle"));
        assertThat(host.vgpuctl("list").out().lines()).hasSize(4);
        var said = host.vgpuctl("create", "A100-4-20C");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err()).contains("there is no GPU instance 4g.20gb");
    }

    /** Removing vGPUs leaves the cut; disabling MIG leaves nothing. */
    @Test
    void takenDownTheHostIsAsItWas() {
        var before = host.stateBesideNotes();
        host.after("create", "A100-1-5C", "--count", "7", "--name", "m");
        for (var number = 1; number <= 7; number++) {
            host.after("remove", "m-" + number);
        }
        host.after("mig", "disable", GPU);
        assertThat(host.stateBesideNotes()).isEqualTo(before);
    }

    @Test
    void aTimeSlicedTypeIsRefusedWhileMigIsOn() {
        host.after("mig", "apply", GPU, "1g.5gb");
        var said = host.vgpuctl("create", "A100-40C");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: no room for 1 × A100-40C: 0000:82:00.0: MIG is on: only types that a GPU instance carries, such as -1-5C, can be made
                        hint:  take a MIG-backed type ('vgpuctl types'), or leave MIG mode: vgpuctl mig disable 0000:82:00.0
                        """);
    }

    @Test
    void aMigBackedTypeIsRefusedWhileTimeSlicedVgpusAreThere() {
        host.after("create", "A100-10C", "--name", "sliced");
        var before = host.state();
        var said = host.vgpuctl("create", "A100-3-20C");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err()).contains("MIG is off: A100-3-20C needs a GPU instance 3g.20gb");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aGeometryThatTheCardCannotHaveIsRefusedBeforeAnythingIsTouched() {
        var before = host.state();
        var said = host.vgpuctl("mig", "apply", GPU, "4g.20gb", "4g.20gb");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err()).contains("4g.20gb");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void anInstanceThatCarriesAVgpuIsNotTaken() {
        host.after("create", "A100-3-20C", "--name", "m");
        var before = host.state();
        var said = host.vgpuctl("mig", "apply", GPU, "7g.40gb");
        assertThat(said.exit()).isIn(4, 5);
        assertThat(said.err()).contains("m");
        assertThat(host.state()).isEqualTo(before);
    }
}

package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.plan.ModuleOptions;

/** How a GPU as a whole is shared out: virtual functions, mixed sizes, the scheduler. */
class SharingTest {

    private static final String GPU = SimulatedHost.GPU;

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost on(String boards) {
        return new SimulatedHost(directory, boards).after("gpus");
    }

    // ---- mixed sizes ----

    @Test
    void placesAreChosenThatKeepTheLargestOnesFreeAndAreShown() {
        var host =
                on("a40:vfio")
                        .afterAll(
                                List.of(
                                        "mode mixed-size " + GPU,
                                        "create A40-8Q --name a",
                                        "create A40-16Q --name b",
                                        "create A40-4Q --name c"));
        // The driver would take 0 for the first, and leave the 16 GB type one place less.
        assertThat(host.vgpuctl("gpus", "--map").out())
                .isEqualTo(
                        """
                        0000:82:00.0  NVIDIA A40, mixed sizes, 20 GB of 48 GB free
                           0           12          24          36          48 GB
                          [AAAAAAAAAAAAAAAABBBBBBBBCCCC....................]
                             VGPU  TYPE     AT     VM
                          A  b     A40-16Q  0 GB   -
                          B  a     A40-8Q   16 GB  -
                          C  c     A40-4Q   24 GB  -
                        """);
        assertThat(host.vgpuctl("show", "a").out())
                .contains("Placement id  16 (offset in GB of frame buffer)\n");
        host.after("create", "A40-16Q", "--name", "d");
        assertThat(host.vgpuctl("show", "d").out()).contains("Placement id  32 ");
    }

    @Test
    void aPlaceIsTakenAgainAtTheNextStart() {
        var host = on("a40:vfio").after("mode", "mixed-size", GPU);
        host.after("create", "A40-8Q", "--name", "a").after("create", "A40-8Q", "--name", "b");
        var before = host.vgpuctl("gpus", "--map").out();
        host.after("stop", "a", "b").after("start", "b", "a");
        assertThat(host.vgpuctl("gpus", "--map").out()).isEqualTo(before);
    }

    @Test
    void aPlaceThatIsTakenIsRefusedAndTheFreeOnesNamed() {
        var host = on("a40:vfio").after("mode", "mixed-size", GPU);
        host.after("create", "A40-24Q", "--param", "vgpu-placement-id=24");
        var said = host.vgpuctl("create", "A40-16Q", "--param", "vgpu-placement-id=32");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.err())
                .startsWith("error: no A40-16Q can lie at 32 on " + GPU + " now, only at 0\n");
    }

    @Test
    void onePlaceIsNotForSeveral() {
        var host = on("a40:vfio").after("mode", "mixed-size", GPU);
        var said =
                host.vgpuctl("create", "A40-8Q", "--count", "2", "--param", "vgpu-placement-id=0");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("one place, vgpu-placement-id=0, is not for 2 vGPUs");
    }

    @Test
    void mixedSizesAndFixedSharesExcludeEachOther() {
        var host = on("a40:vfio").after("mode", "mixed-size", GPU);
        var fixed = host.vgpuctl("scheduler", GPU, "fixed-share");
        assertThat(fixed.exit()).isEqualTo(4);
        assertThat(fixed.err())
                .startsWith(
                        "error: 0000:82:00.0 is in mixed-size mode, and fixed-share wants vGPUs of"
                                + " one size\nhint:  ");
        host.after("mode", "equal-size", GPU).after("scheduler", GPU, "fixed-share");
        var mixed = host.vgpuctl("mode", "mixed-size", GPU);
        assertThat(mixed.exit()).isEqualTo(4);
        assertThat(mixed.err())
                .startsWith(
                        "error: the scheduler of 0000:82:00.0 is fixed-share, which wants vGPUs of"
                                + " one size\nhint:  ");
    }

    @Test
    void cardsUpToTuringHaveNoMixedSizes() {
        var said = on("t4").vgpuctl("mode", "mixed-size", GPU);
        assertThat(said.exit()).isEqualTo(6);
        assertThat(said.err()).startsWith("error: 0000:82:00.0 has no mixed-size mode");
    }

    @Test
    void theModeStaysWhileAVgpuIsThere() {
        var host = on("a40:vfio").after("create", "A40-8Q", "--name", "one");
        var said = host.vgpuctl("mode", "mixed-size", GPU);
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: 0000:82:00.0 has vGPUs: one
                        hint:  stop them before its mode can be changed: vgpuctl stop one
                        """);
    }

    // ---- virtual functions ----

    @Test
    void disabledAndEnabledTheFunctionsAreThereAgain() {
        var host = on("a40:vfio");
        var before = host.stateBesideNotes();
        host.after("sriov", "disable", GPU);
        assertThat(host.vgpuctl("sriov", "status").out()).containsPattern("NVIDIA A40 +32 +0 ");
        host.after("sriov", "enable", GPU);
        assertThat(host.stateBesideNotes()).isEqualTo(before);
    }

    @Test
    void whatDisablingThemTakesAwayIsSaid() {
        var host = on("a40:vfio").after("mode", "mixed-size", GPU);
        host.after("create", "A40-8Q", "--name", "one", "--no-start");
        var said = host.vgpuctl("sriov", "disable", GPU);
        assertThat(said.out())
                .contains(
                        "note:  mixed-size mode ends with them: it needs virtual functions\n",
                        "note:  what is defined on them cannot start until they are enabled again:"
                                + " one\n");
    }

    @Test
    void gpuInstancesArePutBackWhenFunctionsAreSwitched() {
        var host = on("a100:vfio").after("mig", "apply", GPU, "1g.5gb", "3g.20gb");
        var cut = host.vgpuctl("mig", "status").out();
        host.after("sriov", "disable", GPU);
        assertThat(host.vgpuctl("mig", "status").out()).contains("1g.5gb", "3g.20gb");
        host.after("sriov", "enable", GPU);
        assertThat(withoutIds(host.vgpuctl("mig", "status").out())).isEqualTo(withoutIds(cut));
    }

    /** The driver numbers new instances as it likes. */
    private static String withoutIds(String status) {
        return status.replaceAll("(?m)^([1-7]g\\S+ +)[0-9]+( +[0-9])", "$1$2");
    }

    /** As long as somebody has the driver open; a second later it is tried again. */
    @Test
    void aTransientUnbindLockIsWaitedFor() {
        var host = on("a40:vfio").after("sriov", "disable", GPU);
        host.write("/run/nvidia-unbind-lock", "");
        assertThat(host.vgpuctl("sriov", "enable", GPU).exit()).isZero();
        assertThat(host.vgpuctl("sriov", "status").out()).containsPattern("NVIDIA A40 +32 +32 ");
    }

    @Test
    void functionsStayWhileAVgpuIsOnThem() {
        var host = on("a40:mdev").after("create", "A40-8Q", "--name", "one");
        var said = host.vgpuctl("sriov", "disable", GPU);
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: 0000:82:00.0 has vGPUs: one
                        hint:  stop them before its virtual functions can be disabled: vgpuctl stop one
                        """);
    }

    // ---- the scheduler ----

    @Test
    void theSchedulerIsChangedAtOnceWhereTheDriverCan() {
        var host = on("a40:vfio");
        var said = host.vgpuctl("scheduler", GPU, "equal-share");
        assertThat(said.out())
                .contains(
                        "note:  the driver forgets it when it starts anew: 'vgpuctl restore' sets it again\n");
        assertThat(host.vgpuctl("scheduler", GPU, "equal-share").out())
                .isEqualTo("note:  the scheduler of 0000:82:00.0 is equal-share already\n");
        assertThat(host.at(ModuleOptions.PATH)).doesNotExist();
    }

    @Test
    void elseTheModuleOptionIsWrittenAndTheRestartSaidThatItNeeds() {
        var host = on("a40:vfio");
        host.delete("/usr/bin/nvidia-smi");
        var noTools = new WithoutNvidiaSmi();
        var said = host.vgpuctl(noTools, "scheduler", GPU, "fixed-share");
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.out()).contains("restart the host");
        assertThat(host.text(ModuleOptions.PATH)).contains("pci=0000:82:00.0;RmPVMRL=0x00000011");
        assertThat(host.vgpuctl(noTools, "scheduler", GPU, "fixed-share").out())
                .isEqualTo("note:  " + ModuleOptions.PATH + " says fixed-share already\n");
    }
}

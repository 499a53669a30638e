package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.simulation.TestHost.GPU;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.simulation.TestHost.Said;

/** What NVIDIA's tools answer, beside MIG and mixed sizes. */
class ToolsTest {

    private static final String DEVICE = "/sys/bus/pci/devices/" + GPU;

    @TempDir(factory = InMemory.class)
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a10:mdev", "a10:vfio"})
    void functionsGoAndComeBackAsTheyWere(String board) {
        var host = TestHost.open(directory, board);
        var before = host.state();
        var functions = host.virtualFunctions(GPU);
        assertThat(host.run("/usr/lib/nvidia/sriov-manage -d " + GPU))
                .isEqualTo(new Said(0, "Disabling VFs on 0000:82:00.0\n"));
        assertThat(host.text(DEVICE + "/sriov_numvfs")).isEqualTo("0\n");
        assertThat(host.names(DEVICE)).noneMatch(name -> name.startsWith("virtfn"));
        assertThat(host.names("/sys/bus/pci/devices")).containsExactly(GPU);
        assertThat(host.names("/sys/class/mdev_bus")).isEmpty();
        assertThat(host.names("/sys/kernel/iommu_groups")).containsExactly("80");
        assertThat(host.exists("/sys/devices/pci0000:80/0000:80:02.0/" + functions.getFirst()))
                .isFalse();
        assertThat(host.run("/usr/lib/nvidia/sriov-manage -e " + GPU))
                .isEqualTo(new Said(0, "Enabling VFs on 0000:82:00.0\n"));
        assertThat(host.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-e", "-d"})
    void functionsStayWhileThereIsAVgpu(String option) {
        var host = TestHost.open(directory, "a10:mdev");
        host.createMdev(host.virtualFunctions(GPU).get(3), "nvidia-593", new UUID(1, 1));
        var before = host.state();
        assertThat(host.run("sriov-manage " + option + " " + GPU).status()).isPositive();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void theUnbindLockIsInTheWayOnce() throws Exception {
        var host = TestHost.open(directory, "a10:vfio");
        var lock = host.simulation().root().resolve("run/nvidia-unbind-lock");
        Files.createDirectories(lock.resolveSibling("."));
        Files.writeString(lock, "");
        assertThat(host.run("sriov-manage -d " + GPU))
                .isEqualTo(new Said(1, "Cannot obtain unbindLock for 0000:82:00.0\n"));
        assertThat(host.run("sriov-manage -d " + GPU).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-e 0000:82:00.4", "-e 0000:99:00.0", "-x 0000:82:00.0", "-e"})
    void sriovManageTakesGpusOnly(String arguments) {
        var host = TestHost.open(directory, "a10:vfio");
        assertThat(host.run("sriov-manage " + arguments).status()).isEqualTo(1);
    }

    @Test
    void aCardWithoutFunctionsIsNoneForSriovManage() {
        assertThat(TestHost.open(directory, "t4").run("sriov-manage -e " + GPU).status())
                .isEqualTo(1);
    }

    @Test
    void theDeviceXmlSaysWhatACardCanDo() {
        var host = TestHost.open(directory, "a40");
        assertThat(host.run("nvidia-smi -q -x").output())
                .isEqualTo(
                        """
                        <?xml version="1.0" ?>
                        <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
                        <nvidia_smi_log>
                        \t<driver_version>580.142</driver_version>
                        \t<attached_gpus>1</attached_gpus>
                        \t<gpu id="00000000:82:00.0">
                        \t\t<product_name>NVIDIA A40</product_name>
                        \t\t<product_architecture>Ampere</product_architecture>
                        \t\t<mig_mode>
                        \t\t\t<current_mig>N/A</current_mig>
                        \t\t\t<pending_mig>N/A</pending_mig>
                        \t\t</mig_mode>
                        \t\t<vgpu_driver_capability>
                        \t\t\t<heterogenous_multivGPU>Supported</heterogenous_multivGPU>
                        \t\t</vgpu_driver_capability>
                        \t\t<vgpu_device_capability>
                        \t\t\t<fractional_multiVgpu>Supported</fractional_multiVgpu>
                        \t\t\t<heterogeneous_timeSlice_profile>Supported</heterogeneous_timeSlice_profile>
                        \t\t\t<heterogeneous_timeSlice_sizes>Supported</heterogeneous_timeSlice_sizes>
                        \t\t</vgpu_device_capability>
                        \t\t<gpu_virtualization_mode>
                        \t\t\t<virtualization_mode>Host VGPU</virtualization_mode>
                        \t\t\t<host_vgpu_mode>SR-IOV</host_vgpu_mode>
                        \t\t\t<vgpu_heterogeneous_mode>Disabled</vgpu_heterogeneous_mode>
                        \t\t</gpu_virtualization_mode>
                        \t</gpu>
                        </nvidia_smi_log>
                        """);
        host.after("nvidia-smi vgpu -i " + GPU + " -shm 1");
        assertThat(host.run("nvidia-smi -q -x").output())
                .contains("<vgpu_heterogeneous_mode>Enabled</vgpu_heterogeneous_mode>");
        assertThat(TestHost.open(directory, "tesla-p40,t4").run("nvidia-smi -q -x").output())
                .contains("<driver_version>550.54.16<", "<gpu id=\"00000000:83:00.0\">")
                .contains("<fractional_multiVgpu>Not Supported<", "<host_vgpu_mode>Non SR-IOV<")
                .doesNotContain("Disabled");
    }

    @Test
    void theSchedulerIsShownAndSet() {
        var host = TestHost.open(directory, "a40");
        var show = "nvidia-smi vgpu -i " + GPU + " -ss";
        assertThat(host.run(show))
                .isEqualTo(
                        new Said(
                                0,
                                """
                                GPU 00000000:82:00.0
                                    Active vGPUs                          : 0
                                    Scheduler Policy                      : Best Effort
                                """));
        host.after("nvidia-smi vgpu set-scheduler-state -i " + GPU + " -p 3");
        assertThat(host.run(show).output()).contains(": Fixed Share\n");
        assertThat(host.run("nvidia-smi vgpu -i " + GPU + " -shm 1").status()).isEqualTo(3);
        host.after("nvidia-smi vgpu set-scheduler-state -i " + GPU + " -p 2");
        host.after("nvidia-smi vgpu -i " + GPU + " -shm 1");
        assertThat(host.run("nvidia-smi vgpu set-scheduler-state -i " + GPU + " -p 3").status())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvidia-smi vgpu -i 0000:82:00.0",
                "nvidia-smi vgpu set-scheduler-state -i 0 -p 4",
                "nvidia-smi -i 0 -z",
                "nvidia-smi -i"
            })
    void whatTheSimulatedToolDoesNotKnowIsAnInvalidArgument(String line) {
        assertThat(TestHost.open(directory, "a40").run(line).status()).isEqualTo(2);
    }

    @Test
    void aGpuIsNamedInAnyNotationOrByItsIndex() {
        var host = TestHost.open(directory, "a40,a40");
        for (var gpu : new String[] {"1", "00000000:83:00.0", "83:00.0", "0000:83:00.0"}) {
            assertThat(host.run("nvidia-smi vgpu -i " + gpu + " -ss").output())
                    .startsWith("GPU 00000000:83:00.0\n");
        }
        assertThat(host.run("nvidia-smi vgpu -i 2 -ss"))
                .isEqualTo(new Said(6, "No devices were found\n"));
    }

    @Test
    void otherToolsAreNotInstalled() {
        assertThat(TestHost.open(directory, "a40").run("lspci").status()).isEqualTo(127);
    }
}

package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.simulation.TestHost.GPU;
import static vgpuctl.simulation.TestHost.OTHER_VM;
import static vgpuctl.simulation.TestHost.VM;
import static vgpuctl.simulation.TestHost.WRITTEN;
import static vgpuctl.simulation.TestHost.refused;
import static vgpuctl.simulation.TestHost.vendorFile;

import java.nio.file.Path;
import java.util.EnumSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.libvirt.LibvirtException;
import vgpuctl.linux.libvirt.LibvirtFailure;

/** The files that a virtual function has where there is no mdev, and the VMs that get one. */
class VendorVfioTest {

    private static final String FIRST = "0000:82:00.4";
    private static final String SECOND = "0000:82:00.5";

    /** L40S-12Q. */
    private static final String TWELVE = "1153\n";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = TestHost.open(directory, "l40s:vfio");
    }

    @Test
    void aFreeFunctionListsWhatItCanCarryAndATakenOneNothing() {
        assertThat(host.text(vendorFile(FIRST, "creatable_vgpu_types")).lines())
                .startsWith("ID    : vGPU Name")
                .contains("1145  : NVIDIA L40S-1B")
                .hasSize(31);
        assertThat(host.setType(FIRST, TWELVE)).isEqualTo(WRITTEN);
        assertThat(host.text(vendorFile(FIRST, "creatable_vgpu_types")))
                .isEqualTo("ID    : vGPU Name\n");
        assertThat(host.text(vendorFile(SECOND, "creatable_vgpu_types")).lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("ID ") || line.contains("L40S-12"));
    }

    @Test
    void thereIsNoMdev() {
        assertThat(host.names("/sys/class/mdev_bus")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvidia-1153\n",
                "0x481\n",
                "L40S-12Q\n",
                "",
                "\n",
                "-1\n",
                " 1153\n",
                "1 2"
            })
    void onlyADecimalNumberIsRead(String type) {
        assertThat(host.setType(FIRST, type)).isEqualTo(refused(Errno.EINVAL));
    }

    @Test
    void aTypeIsNeverOverwritten() {
        host.setType(FIRST, TWELVE);
        assertThat(host.setType(FIRST, "1145\n")).isEqualTo(refused(Errno.EPERM));
        assertThat(host.lastLogLine()).endsWith("vGPU device already created with type ID: 1153");
        assertThat(host.vendor(FIRST, "current_vgpu_type")).isEqualTo("1153");
    }

    @Test
    void whatIsNotThereCannotBeCleared() {
        assertThat(host.setType(FIRST, "0\n")).isEqualTo(refused(Errno.EPERM));
        assertThat(host.lastLogLine())
                .endsWith("Failed to remove vGPU. No vGPU exists on current device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1145\n", "286\n", "4999\n"})
    void anotherSizeOrAnUnknownTypeIsAnInputOutputError(String type) {
        host.setType(FIRST, TWELVE);
        assertThat(host.setType(SECOND, type)).isEqualTo(refused(Errno.EIO));
        assertThat(host.vendor(SECOND, "current_vgpu_type")).isEqualTo("0");
    }

    @Test
    void placementAndInstanceAreThereAsLongAsTheVgpuIs() {
        assertThat(host.names("/sys/bus/pci/devices/" + FIRST + "/nvidia"))
                .containsExactly("creatable_vgpu_types", "current_vgpu_type", "vgpu_params");
        host.setType(FIRST, TWELVE);
        assertThat(host.vendor(FIRST, "placement_id")).isEqualTo("0");
        assertThat(host.vendor(FIRST, "gpu_instance_id")).isEqualTo("Not Applicable");
        assertThat(host.setType(FIRST, "0\n")).isEqualTo(WRITTEN);
        assertThat(host.exists(vendorFile(FIRST, "placement_id"))).isFalse();
    }

    @Test
    void anAmpereCardNumbersNoPlacesWhereAllHaveOneSize() {
        var a40 = TestHost.open(directory, "a40");
        a40.setType(FIRST, "563\n");
        assertThat(a40.vendor(FIRST, "placement_id")).isEqualTo("Not Applicable");
    }

    @Test
    void parametersNeedTheirNewlineAndASpaceClearsThem() {
        var file = vendorFile(FIRST, "vgpu_params");
        assertThat(host.write(file, "disable_vnc=1\n")).isEqualTo(refused(Errno.EPERM));
        host.setType(FIRST, TWELVE);
        assertThat(host.write(file, "disable_vnc=1")).isEqualTo(refused(Errno.EINVAL));
        assertThat(host.write(file, "disable_vnc\n")).isEqualTo(refused(Errno.EINVAL));
        assertThat(host.write(file, "disable_vnc=1,enable_uvm=1\n")).isEqualTo(WRITTEN);
        assertThat(host.text(file)).isEqualTo("disable_vnc=1,enable_uvm=1\n");
        assertThat(host.write(file, " ")).isEqualTo(WRITTEN);
        assertThat(host.text(file)).isEmpty();
    }

    @Test
    void parametersGoWithTheVgpu() {
        host.setType(FIRST, TWELVE);
        host.write(vendorFile(FIRST, "vgpu_params"), "disable_vnc=1\n");
        host.setType(FIRST, "0\n");
        host.setType(FIRST, TWELVE);
        assertThat(host.text(vendorFile(FIRST, "vgpu_params"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"creatable_vgpu_types", "placement_id", "gpu_instance_id"})
    void whatTheDriverSaysCannotBeWritten(String file) {
        host.setType(FIRST, TWELVE);
        assertThat(host.write(vendorFile(FIRST, file), "1\n")).isEqualTo(refused(Errno.EACCES));
    }

    @Test
    void theKernelDoesNotChangeTheNumberOfFunctions() {
        assertThat(host.write("/sys/bus/pci/devices/" + GPU + "/sriov_numvfs", "0"))
                .isEqualTo(refused(Errno.ENOENT));
    }

    @Test
    void aVmStartsWithAFunctionAndHoldsIt() {
        host.setType(FIRST, TWELVE);
        give(VM, FIRST, Affect.CONFIG);
        assertThat(host.virsh("start " + VM)).isEqualTo("Domain '" + VM + "' started");
        assertThat(host.setType(FIRST, "0\n")).isEqualTo(refused(Errno.EPERM));
        assertThat(host.virsh("destroy " + VM)).contains("destroyed");
        assertThat(host.setType(FIRST, "0\n")).isEqualTo(WRITTEN);
    }

    @Test
    void aVmDoesNotStartWithAFunctionThatHasNoType() {
        give(VM, FIRST, Affect.CONFIG);
        assertThat(host.virsh("start " + VM))
                .contains(
                        "vfio 0000:82:00.4: error getting device from group 1000: No such device");
        assertThat(host.lastLogLine())
                .contains(FIRST)
                .endsWith("current_vgpu_type of VF not configured");
    }

    @Test
    void aSecondVmIsToldWhoHasTheFunction() {
        host.setType(FIRST, TWELVE);
        give(VM, FIRST, Affect.CONFIG);
        give(OTHER_VM, FIRST, Affect.CONFIG);
        host.virsh("start " + VM);
        assertThat(host.virsh("start " + OTHER_VM))
                .contains("PCI device 0000:82:00.4 is in use by driver QEMU, domain " + VM);
    }

    @Test
    void aRunningVmIsGivenAFunctionAndLetsItGo() {
        host.setType(FIRST, TWELVE);
        host.setType(SECOND, TWELVE);
        host.virsh("start " + VM);
        var before = host.state();
        give(VM, FIRST, Affect.LIVE);
        give(VM, SECOND, Affect.LIVE);
        assertThat(host.setType(SECOND, "0\n")).isEqualTo(refused(Errno.EPERM));
        host.simulation().libvirt().detach(VM, hostdev(SECOND), EnumSet.of(Affect.LIVE));
        assertThat(host.virsh("dumpxml " + VM)).contains(address("0x4")).doesNotContain("0x5");
        host.simulation().libvirt().detach(VM, hostdev(FIRST), EnumSet.of(Affect.LIVE));
        assertThat(host.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {GPU, "0000:99:00.4"})
    void whatIsNoVirtualFunctionIsRefusedByLibvirt(String function) {
        give(VM, function, Affect.CONFIG);
        host.virsh("start " + VM);
        assertThat(host.virsh("domstate " + VM)).isEqualTo("shut off");
    }

    @Test
    void typesOfTheDesktopSeriesAreNotCombined() {
        host.setType(FIRST, "1145\n");
        host.setType(SECOND, "1145\n");
        host.virsh("start " + VM);
        give(VM, FIRST, Affect.LIVE);
        Assertions.assertThatThrownBy(() -> give(VM, SECOND, Affect.LIVE))
                .isInstanceOfSatisfying(
                        LibvirtException.class,
                        e ->
                                assertThat(e.failure())
                                        .isInstanceOf(LibvirtFailure.OperationFailed.class));
        assertThat(host.lastLogLine()).endsWith(SECOND + ": start failed. status: 0x0");
    }

    private void give(String vm, String function, Affect affect) {
        host.simulation().libvirt().attach(vm, hostdev(function), EnumSet.of(affect));
    }

    private static String hostdev(String function) {
        return """
        <hostdev mode='subsystem' type='pci' managed='no'>
          <source>
            %s
          </source>
        </hostdev>
        """
                .formatted(
                        "<address domain='0x0000' bus='0x"
                                + function.substring(5, 7)
                                + "' slot='0x00' function='0x"
                                + function.substring(11)
                                + "'/>");
    }

    private static String address(String function) {
        return "function='" + function + "'";
    }
}

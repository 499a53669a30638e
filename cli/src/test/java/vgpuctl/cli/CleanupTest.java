package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Disk;

/** What failed attempts leave, and what cleanup never touches. */
class CleanupTest {

    private static final String VM = "y-k8s-n-1";
    private static final String OTHER_VM = "y-k8s-n-2";
    private static final String NOBODYS = "0b1e57a0-1111-4222-8333-444455556666";
    private static final String MANAGER = "/proc/41016";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    /** As when QEMU is killed: the manager's process stays, and libvirt has seen the VM end. */
    private static void die(SimulatedHost host, String vm) {
        for (var pid : pids(host)) {
            var isIt = host.text("/proc/" + pid + "/comm").startsWith("qemu");
            if (isIt && host.text("/run/libvirt/qemu/" + vm + ".xml").contains("pid='" + pid)) {
                host.delete("/proc/" + pid);
            }
        }
        host.delete("/run/libvirt/qemu/" + vm + ".xml");
    }

    private static List<String> pids(SimulatedHost host) {
        return host.names("/proc").stream()
                .filter(name -> Character.isDigit(name.charAt(0)))
                .toList();
    }

    private void runningVm() {
        host.afterAll(
                List.of(
                        "create P40-6Q --name desk --vm " + VM,
                        "sim virsh start " + VM,
                        "create P40-6Q --name other --vm " + OTHER_VM));
    }

    private List<String> kinds(SimulatedHost.Said said) {
        return ((JsonObject) JsonReader.read(said.out()))
                .array("leftovers").orElseThrow().items().stream()
                        .map(item -> ((JsonObject) item).string("kind").orElseThrow())
                        .toList();
    }

    private List<String> found() {
        return kinds(host.vgpuctl("cleanup", "-o", "json"));
    }

    @Test
    void aHostInOrderHasNothingLeftOver() {
        runningVm();
        var before = host.state();

        var said = host.vgpuctl("cleanup");

        assertThat(said.out()).isEqualTo("Nothing is left over.\n");
        assertThat(said.exit()).isZero();
        assertThat(host.vgpuctl("cleanup", "--yes").exit()).isZero();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aProcessWhoseVmDiedIsShownWithItsProofAndEnded() {
        runningVm();
        die(host, VM);

        var shown = host.vgpuctl("cleanup");
        assertThat(shown.exit()).isEqualTo(10);
        assertThat(shown.out())
                .startsWith("left: process 41016 of the vGPU manager, whose VM is gone\n")
                .contains(
                        "  why: /proc/41016/maps: /usr/lib/x86_64-linux-gnu/libnvidia-vgpu.so",
                        "  why: journal of nvidia-vgpu-mgr: ",
                        "  why: no running VM has ",
                        "  do:  end process 41016 of the vGPU manager (cannot be taken back)\n");
        assertThat(found()).containsExactly("manager-process", "driver-vgpu");
        assertThat(pids(host)).contains("41016");

        var cleaned = host.vgpuctl("cleanup", "--yes");
        assertThat(cleaned.out())
                .isEqualTo("Gone: process 41016 of the vGPU manager, whose VM is gone.\n");
        assertThat(cleaned.exit()).isZero();
        assertThat(pids(host)).isEmpty();
        assertThat(host.vgpuctl("list").out()).contains("desk", "other");
    }

    @Test
    void theServiceItselfIsNeverEnded() {
        runningVm();
        die(host, VM);
        host.write("/run/nvidia-vgpu-mgr.pid", "41016\n");

        assertThat(found()).doesNotContain("manager-process");
        host.vgpuctl("cleanup", "--yes");
        assertThat(pids(host)).contains("41016");
    }

    @Test
    void dryRunShowsTheStepsAndTakesNone() {
        runningVm();
        die(host, VM);
        var before = host.state();

        var said = host.vgpuctl("cleanup", "--yes", "--dry-run");

        assertThat(said.out())
                .isEqualTo(
                        """
                        Would do, in this order:
                          1. end process 41016 of the vGPU manager (cannot be taken back)
                          2. restart nvidia-vgpu-mgr.service (cannot be taken back)
                        """);
        assertThat(said.exit()).isZero();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void theProcessOfARunningVmIsNeverEnded() {
        runningVm();
        host.after("sim", "virsh", "start", OTHER_VM);
        die(host, VM);

        var cleaned = host.vgpuctl("cleanup", "--yes");

        assertThat(cleaned.out()).startsWith("Gone: process 41016 ");
        assertThat(pids(host)).contains("41017").doesNotContain("41016");
        assertThat(host.vgpuctl("sim", "virsh", "domstate", OTHER_VM).out()).contains("running");
    }

    /** Each of them alone says that the VM runs. */
    @ParameterizedTest
    @ValueSource(strings = {"libvirt", "open file", "command line"})
    void oneWitnessOfTheVmIsEnough(String witness) {
        runningVm();
        var qemu = pids(host).getFirst();
        if (!witness.equals("libvirt")) {
            host.delete("/run/libvirt/qemu/" + VM + ".xml");
        }
        if (!witness.equals("open file")) {
            host.delete("/proc/" + qemu + "/fd");
        }
        if (!witness.equals("command line")) {
            host.write("/proc/" + qemu + "/cmdline", "");
        }
        assertThat(found()).isEmpty();
        host.vgpuctl("cleanup", "--yes");
        assertThat(pids(host)).contains("41016");
    }

    @Test
    void aProcessOfWhichNothingSaysWhatItServesWaitsUntilNoVmRuns() {
        runningVm();
        host.after("sim", "virsh", "start", OTHER_VM);
        die(host, VM);
        host.delete("/var/log/vgpu-manager");

        var said = host.vgpuctl("cleanup", "--yes");
        assertThat(said.out())
                .contains("note:  process 41016 of the vGPU manager was left alone: nothing says");
        assertThat(pids(host)).contains("41016", "41017");

        host.after("sim", "virsh", "destroy", OTHER_VM);
        assertThat(host.vgpuctl("cleanup", "--yes").out()).startsWith("Gone: process 41016 ");
    }

    @Test
    void theServiceIsRestartedOnlyWhereNoVmRuns() {
        runningVm();
        host.after("sim", "virsh", "start", OTHER_VM);
        die(host, VM);
        host.delete(MANAGER); // the process is gone, and the driver has not noticed

        var said = host.vgpuctl("cleanup", "--yes");
        assertThat(said.exit()).isEqualTo(11);
        assertThat(said.out())
                .startsWith("Stays: vGPU ")
                .contains("the vGPU manager is restarted only where none does");
        assertThat(host.names("/run")).doesNotContain("nvidia-vgpu-mgr-starts");

        host.after("sim", "virsh", "destroy", OTHER_VM);
        var alone = host.vgpuctl("cleanup", "--yes");
        assertThat(alone.out()).contains("restart the host: only that frees it. Do not reset");
        assertThat(host.names("/run")).contains("nvidia-vgpu-mgr-starts");
    }

    /** Somebody starts the VM again between the look that decided and the step. */
    @Test
    void aVmThatStartsInTheMeantimeKeepsItsProcess() {
        runningVm();
        die(host, VM);

        var said =
                host.vgpuctl(
                        onJournal(() -> host.after("sim", "virsh", "start", VM)),
                        "cleanup",
                        "--yes");

        assertThat(said.out())
                .contains(
                        "note:  process 41016 of the vGPU manager was expected to be one whose VM");
        assertThat(pids(host)).contains("41016");
    }

    /** Does something when the first journal is written: after the look, before the step. */
    private static WaysOut onJournal(Runnable meanwhile) {
        var writes = new AtomicInteger();
        return new WaysOut() {
            @Override
            public Disk disk(Disk disk) {
                return new ForwardingDisk(disk) {
                    @Override
                    public void append(Path file, String text) throws IOException {
                        super.append(file, text);
                        if (writes.getAndIncrement() == 0) {
                            meanwhile.run();
                        }
                    }
                };
            }
        };
    }

    private void makeNobodysVgpu() {
        host.after("create", "P40-6Q", "--name", "lost", "--uuid", NOBODYS, "--no-define");
        host.delete("/var/lib/vgpuctl/vgpus/" + NOBODYS + ".json");
    }

    @Test
    void aVgpuThatNobodyKnowsIsRemoved() {
        var before = host.state();
        makeNobodysVgpu();
        assertThat(found()).containsExactly("unowned-vgpu");

        assertThat(host.vgpuctl("cleanup", "--yes").exit()).isZero();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aVgpuThatAVmOpensInTheMeantimeStays() {
        makeNobodysVgpu();
        var group = host.at("/sys/bus/mdev/devices/" + NOBODYS + "/iommu_group").toFile();
        var said = host.vgpuctl(onJournal(() -> openGroup(group.toPath())), "cleanup", "--yes");

        assertThat(said.exit()).isEqualTo(11);
        assertThat(said.out()).contains("Stays: vGPU " + NOBODYS, "is open in process 777");
        assertThat(host.names("/sys/bus/mdev/devices")).containsExactly(NOBODYS);
    }

    private void openGroup(Path link) {
        try {
            var group = Files.readSymbolicLink(link).getFileName();
            host.write("/proc/777/comm", "cloud-hyperviso\n");
            Files.createDirectories(host.at("/proc/777/fd"));
            Files.createSymbolicLink(
                    host.at("/proc/777/fd/9"), Path.of("/dev/vfio").resolve(group));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHostdevWithoutVgpuIsTakenOutOfTheVm() {
        var config = "/etc/libvirt/qemu/" + VM + ".xml";
        var before = host.text(config);
        makeNobodysVgpu();
        host.after("attach", NOBODYS, VM);
        assertThat(found()).as("the VM owns it").isEmpty();
        host.after("sim", "reboot");
        assertThat(found()).containsExactly("hostdev-without-vgpu");

        assertThat(host.vgpuctl("cleanup", "--yes").exit()).isZero();
        assertThat(host.text(config)).isEqualTo(before);
    }

    @Test
    void definitionsRecordsAndClaimsWithoutWhatTheyAreOfAreDeleted() {
        var before = host.state();
        host.afterAll(
                List.of(
                        "create P40-6Q --name gone --no-define",
                        "create P40-6Q --name meant --vm " + VM,
                        "sim reboot"));
        host.write("/etc/mdevctl.d/0000:99:00.0/" + NOBODYS, "{\"mdev_type\": \"nvidia-50\"}");
        var vm = host.text("/etc/libvirt/qemu/" + VM + ".xml");
        host.delete("/etc/libvirt/qemu/" + VM + ".xml");

        assertThat(found())
                .containsExactly(
                        "definition-without-parent", "claim-of-gone-vm", "record-without-vgpu");
        assertThat(host.vgpuctl("cleanup", "--yes").exit()).isZero();
        assertThat(found()).isEmpty();

        host.write(
                "/etc/libvirt/qemu/" + VM + ".xml",
                vm.replaceAll("(?s) *<hostdev.*</hostdev>\n", ""));
        host.after("remove", "meant");
        var boot = "/proc/sys/kernel/random/boot_id";
        var after = host.state();
        assertThat(after.remove(boot)).isNotEqualTo(before.remove(boot));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void definitionsOfVirtualFunctionsThatAreOffWaitForThem() {
        host = new SimulatedHost(directory, "a2:mdev").after("gpus");
        host.afterAll(List.of("create A2-4Q --name one", "stop one", "sriov disable 82:00.0"));
        assertThat(found()).isEmpty();
    }

    @Test
    void onAVirtualFunctionThatWasReusedTheOthersVgpuStays() {
        host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        host.afterAll(List.of("create A40-12Q --name mine --vm " + VM, "sim reboot"));
        host.afterAll(List.of("sriov enable 82:00.0"));
        host.delete("/etc/libvirt/qemu/" + VM + ".xml");
        var others = host.vgpuctl("create", "A40-12Q", "--name", "others", "--vm", OTHER_VM);
        assertThat(others.exit()).as(others.err()).isZero();
        host.after("sim", "virsh", "start", OTHER_VM);

        assertThat(host.vgpuctl("cleanup", "--yes").exit()).isZero();

        assertThat(found()).isEmpty();
        assertThat(host.vgpuctl("list").out()).containsPattern("others .* active");
        assertThat(host.vgpuctl("sim", "virsh", "domstate", OTHER_VM).out()).contains("running");
    }

    @Test
    void aRefusalCostsNoOtherLeftover() {
        makeNobodysVgpu();
        host.write(
                "/etc/mdevctl.d/0000:99:00.0/" + NOBODYS.replace('0', '7'),
                "{\"mdev_type\": \"nvidia-50\"}");
        var refusing =
                new WaysOut() {
                    @Override
                    public AttributeWriter attributes(AttributeWriter attributes) {
                        return new RefusingRemoval(attributes);
                    }
                };

        var said = host.vgpuctl(refusing, "cleanup", "--yes");

        assertThat(said.exit()).isEqualTo(11);
        assertThat(said.out()).contains("Gone: the definition of ", "Stays: vGPU " + NOBODYS);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
    }

    @Test
    void aVmThatCannotBeReadMakesNothingALeftover() {
        makeNobodysVgpu();
        host.delete("/etc/libvirt/qemu");
        host.write("/etc/libvirt/qemu", "no directory");
        var said = host.vgpuctl("cleanup", "--yes");
        assertThat(said.out()).startsWith("note:  VMs could not be seen: ");
        assertThat(host.names("/sys/bus/mdev/devices")).containsExactly(NOBODYS);
    }
}

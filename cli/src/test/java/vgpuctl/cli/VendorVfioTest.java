package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.simulation.Simulation;

/** vGPUs that are virtual functions with a type, which mdevctl cannot keep: our records do. */
class VendorVfioTest {

    private static final String VM = "y-k8s-n-1";
    private static final String OTHER_VM = "y-k8s-n-2";
    private static final String FUNCTION = "0000:82:00.4";
    private static final String TYPE = typeFile(FUNCTION);
    private static final String A40_8Q = "562";
    private static final String A40_8C = "583";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = new SimulatedHost(directory, "a40:vfio").after("gpus");
    }

    private static String typeFile(String function) {
        return "/sys/bus/pci/devices/" + function + "/nvidia/current_vgpu_type";
    }

    private static String parametersFile(String function) {
        return "/sys/bus/pci/devices/" + function + "/nvidia/vgpu_params";
    }

    /** Somebody writes an attribute by hand, as {@code echo} does. */
    private void echo(String value, String path) {
        var written =
                Simulation.open("sim:" + host.boards(), host.stateDirectory().resolve("sim"))
                        .attributes()
                        .write(path, value + "\n");
        assertThat(written).hasToString("Written[]");
    }

    private static final String HOSTDEV =
            """
                <hostdev mode='subsystem' type='pci' managed='no'>
                  <source>
                    <address domain='0x0000' bus='0x82' slot='0x00' function='0x4'/>
                  </source>
                </hostdev>
            """;

    /** Somebody gives the function to a VM past vgpuctl, as with {@code virsh edit}. */
    private void editVm(String vm) {
        var file = "/etc/libvirt/qemu/" + vm + ".xml";
        host.write(file, host.text(file).replace("  </devices>", HOSTDEV + "  </devices>"));
    }

    @Test
    void aVgpuLivesAndLeavesTheHostByteForByteAsItWas() {
        var before = host.state();
        host.after("create", "A40-8Q", "--name", "one").after("attach", "one", VM);
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
        assertThat(host.text("/etc/libvirt/qemu/" + VM + ".xml"))
                .contains("<hostdev mode='subsystem' type='pci' managed='no'>");
        host.after("sim", "virsh", "start", VM);

        var second = host.vgpuctl("attach", "one", OTHER_VM);
        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.err()).startsWith("error: the VM " + VM + " has one\n");
        for (var command : List.of("stop", "remove")) {
            var inUse = host.vgpuctl(command, "one");
            assertThat(inUse.exit()).isEqualTo(4);
            assertThat(inUse.err()).startsWith("error: one is in use by the running VM " + VM);
        }
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");

        host.after("sim", "virsh", "destroy", VM).after("detach", "one", VM).after("stop", "one");
        assertThat(host.text(TYPE)).isEqualTo("0\n");
        assertThat(host.vgpuctl("list").out()).containsPattern("one .* inactive +yes");
        host.after("start", "one");
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
        host.after("remove", "one");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void withoutADefinitionNothingOfItStays() {
        var before = host.state();
        host.after("create", "A40-8Q", "--name", "one", "--no-define").after("stop", "one");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void definedAloneItTakesItsFunctionAndNoRoom() {
        host.after("create", "A40-48Q", "--name", "later", "--no-start");
        assertThat(host.text(TYPE)).isEqualTo("0\n");
        assertThat(host.vgpuctl("create", "A40-8Q").out()).contains("0000:82:00.5");
    }

    @Test
    void parametersAreSetWithTheirNewlineAndAgainAtEachStart() {
        var created =
                host.vgpuctl(
                        ("create A40-48Q --name one --param frame_rate_limiter=0"
                                        + " --param enable_uvm=1")
                                .split(" "));
        assertThat(created.exit()).isZero();
        assertThat(created.out())
                .contains(
                        "note:  enable_uvm: this vGPU can be neither migrated nor suspended\n",
                        "note:  frame_rate_limiter: this vGPU may draw frames at the cost of");
        var parameters = "enable_uvm=1,frame_rate_limiter=0\n";
        assertThat(host.text(parametersFile(FUNCTION))).isEqualTo(parameters);
        host.after("stop", "one").after("start", "one");
        assertThat(host.text(parametersFile(FUNCTION))).isEqualTo(parameters);
        assertThat(host.vgpuctl("show", "one").out())
                .contains("Parameters    enable_uvm=1,frame_rate_limiter=0\n");
    }

    @Test
    void anUnknownParameterIsToldAndNotRefused() {
        var said = host.vgpuctl("create", "A40-8Q", "--param", "no_such_thing=1");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("note:  no_such_thing: vgpuctl does not know it; the driver decides\n");
        assertThat(host.text(parametersFile(FUNCTION))).isEqualTo("no_such_thing=1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable_uvm", "enable_debugging", "enable_profiling"})
    void whatNeedsAWholeGpuIsRefusedForLess(String parameter) {
        var before = host.state();
        var said = host.vgpuctl("create", "A40-8Q", "--param", parameter + "=1");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .startsWith(
                        "error: "
                                + parameter
                                + " is for types that have a whole GPU or a GPU instance to"
                                + " themselves, and A40-8Q shares the GPU's time\n");
        assertThat(host.state()).isEqualTo(before);
        host.after("create", "A40-8Q", "--param", parameter + "=0");
    }

    @Test
    void aVgpuMadeByHandIsShownAndNotOverwritten() {
        echo(A40_8Q, TYPE);
        assertThat(host.vgpuctl("list").out()).containsPattern("A40-8Q +0000:82:00.4 +active +no");
        assertThat(host.vgpuctl("create", "A40-8C").out()).contains("0000:82:00.5");
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
    }

    @Test
    void aDefinitionWhoseFunctionSomebodyElseTookWaits() {
        host.after("create", "A40-8Q", "--name", "one").after("stop", "one");
        echo(A40_8C, TYPE);
        var said = host.vgpuctl("start", "one");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .startsWith(
                        "error: the virtual function 0000:82:00.4 of one carries another vGPU, ");
        assertThat(host.text(TYPE)).isEqualTo(A40_8C + "\n");
    }

    /** The first VM's function was given back and carries the second one's vGPU by now. */
    @Test
    void aLateStopNeverReleasesAVgpuOfAnotherType() {
        host.after("create", "A40-8Q", "--name", "one", "--vm", VM).after("detach", "one", VM);
        echo("0", TYPE);
        echo(A40_8C, TYPE);
        assertThat(host.vgpuctl("stop", "one").out()).contains("one is not active");
        assertThat(host.vgpuctl("remove", "one").exit()).isZero();
        assertThat(host.text(TYPE)).isEqualTo(A40_8C + "\n");
    }

    /** Even where the function carries the same type again, and the other VM is shut off. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLateStopNeverReleasesAVgpuOfAnotherVm(boolean claimed) {
        host.after("create", "A40-8Q", "--name", "one", "--vm", VM);
        if (!claimed) {
            host.after("detach", "one", VM);
        }
        echo("0", TYPE);
        echo(A40_8Q, TYPE);
        editVm(OTHER_VM);
        for (var verb : List.of("stop", "remove")) {
            assertThat(host.vgpuctl(verb, "one").exit()).as(verb).isEqualTo(4);
        }
        assertThat(host.vgpuctl("stop", "one").err())
                .startsWith(
                        "error: one is meant for "
                                + (claimed ? "the VM " + VM : "no VM")
                                + ", but "
                                + OTHER_VM
                                + " has its function 0000:82:00.4\n");
        host.after("sim", "virsh", "start", OTHER_VM);
        assertThat(host.vgpuctl("stop", "one").err())
                .startsWith("error: one is in use by the running VM " + OTHER_VM);
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
    }

    @Test
    void afterARebootItWaitsForTheVirtualFunctions() {
        host.afterAll(List.of("create A40-8Q --name one --vm y-k8s-n-1", "sim reboot"));
        assertThat(host.vgpuctl("list").out()).containsPattern("one .* inactive +yes");
        assertThat(host.vgpuctl("gpus").out()).contains("none of its 32 is enabled");
        var said = host.vgpuctl("start", "one");
        assertThat(said.exit()).isEqualTo(6);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: one lives on the virtual function 0000:82:00.4, which is not there: none of the 32 of 0000:82:00.0 is enabled
                        hint:  enable them first: vgpuctl sriov enable 0000:82:00.0
                        """);
        assertThat(host.vgpuctl("sriov", "enable", "82:00.0").out()).contains("0000:82:00.0", "32");
        host.after("start", "one").after("sim", "virsh", "start", VM);
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
    }

    /** The function has the same type again, in a boot that we made nothing in. */
    @Test
    void whatSomebodyMakesAfterARebootIsNotTakenForOurs() {
        host.afterAll(
                List.of("create A40-8Q --name one", "sim reboot", "sriov enable 0000:82:00.0"));
        echo(A40_8Q, TYPE);
        assertThat(host.vgpuctl("stop", "one").out()).contains("one is not active");
        assertThat(host.vgpuctl("start", "one").exit()).isEqualTo(4);
        assertThat(host.text(TYPE)).isEqualTo(A40_8Q + "\n");
    }

    @Test
    void createEnablesTheVirtualFunctionsThatItNeeds() {
        host.after("sriov", "disable", "82:00.0");
        var before = host.state();
        var said = host.vgpuctl("create", "A40-8Q", "--name", "one");
        assertThat(said.out()).contains("note:  prepared 0000:82:00.0 for A40-8Q\n");
        host.after("remove", "one").after("sriov", "disable", "82:00.0");
        assertThat(host.state()).isEqualTo(before);
    }

    /** Another tool takes the function between our look and our write, for the same type. */
    @Test
    void aFunctionThatSomebodyElseTookAtTheLastMomentIsLeftToThem() {
        var before = host.names("/var/lib/vgpuctl/vgpus");
        var said = host.vgpuctl(new TooLate(), "create", "A40-8Q", "--name", "one");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(host.text(TYPE)).isNotEqualTo("0\n");
        assertThat(host.names("/var/lib/vgpuctl/vgpus")).isEqualTo(before);
        assertThat(host.vgpuctl("list").out()).contains("0000:82:00.4").doesNotContain("one");
    }

    private static final class TooLate implements WaysOut {
        @Override
        public AttributeWriter attributes(AttributeWriter attributes) {
            return new AttributeWriter() {
                @Override
                public Answer write(String path, String value) {
                    return attributes.write(path, value);
                }

                @Override
                public Answer writeOrLeave(String path, String value) {
                    if (path.endsWith("/current_vgpu_type") && !value.startsWith("0")) {
                        attributes.writeOrLeave(path, value);
                    }
                    return attributes.writeOrLeave(path, value);
                }
            };
        }
    }
}

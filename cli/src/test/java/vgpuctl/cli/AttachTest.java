package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachTest {

    private static final String VM = "y-k8s-n-1";
    private static final String OTHER_VM = "y-k8s-n-2";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host =
                SimulatedHost.withTwoCards(directory)
                        .afterAll(
                                List.of(
                                        "create P40-12C --name one",
                                        "create P40-12C --name two",
                                        "create P40-24Q --name whole --no-start",
                                        "attach one y-k8s-n-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    attach one y-k8s-n-2        | 4 | the VM y-k8s-n-1 has one
                    attach two y-k8s-n-1        | 4 | the VM y-k8s-n-1 has one already: Pascal GPUs combine only whole-card types in a VM, which P40-12C is not
                    attach two y-k8s-n          | 3 | libvirt has no VM 'y-k8s-n'
                    attach whole y-k8s-n-2      | 4 | whole is not active: a VM with it would not start
                    attach two y-k8s-n-2 --live | 4 | the VM y-k8s-n-2 does not run
                    attach three y-k8s-n-2      | 3 | there is no vGPU 'three'
                    detach one y-k8s-n-1 --live | 4 | the VM y-k8s-n-1 does not run
                    detach one nothing-like-it  | 3 | libvirt has no VM 'nothing-like-it'
                    """)
    void whatCannotWorkIsRefusedBeforeLibvirtSeesIt(String command, int exit, String reason) {
        var before = host.state();
        var said = host.vgpuctl(command.split(" "));
        assertThat(said.err()).startsWith("error: " + reason + "\nhint:  ");
        assertThat(said.exit()).isEqualTo(exit);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void attachedAgainThereIsNothingToDo() {
        var before = host.state();
        assertThat(host.vgpuctl("attach", "one", VM).out())
                .isEqualTo("note:  " + VM + " has one already\n");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aRunningVmHasItAtOnceAndAfterItsNextStart() {
        host.after("sim", "virsh", "start", OTHER_VM);
        assertThat(host.vgpuctl("attach", "two", OTHER_VM).out())
                .startsWith("Gave two to " + OTHER_VM + ".\n");
        assertThat(host.text("/run/libvirt/qemu/" + OTHER_VM + ".xml")).contains("<hostdev ");
        assertThat(host.text("/etc/libvirt/qemu/" + OTHER_VM + ".xml")).contains("<hostdev ");
    }

    @Test
    void liveAloneLeavesTheConfiguration() {
        var config = host.text("/etc/libvirt/qemu/" + OTHER_VM + ".xml");
        host.after("sim", "virsh", "start", OTHER_VM).after("attach", "two", OTHER_VM, "--live");
        assertThat(host.text("/run/libvirt/qemu/" + OTHER_VM + ".xml")).contains("<hostdev ");
        assertThat(host.text("/etc/libvirt/qemu/" + OTHER_VM + ".xml")).isEqualTo(config);
    }

    @Test
    void detachedTheVmIsAsItWas() {
        // The first claim leaves its mark: that there was one.
        host.after("attach", "two", OTHER_VM).after("detach", "two", OTHER_VM);
        var before = host.state();
        host.after("attach", "two", OTHER_VM).after("detach", "two", OTHER_VM);
        assertThat(uncounted(host.state())).isEqualTo(uncounted(before));
    }

    /** Without the number of times that a vGPU was claimed. */
    private static Map<String, String> uncounted(Map<String, String> state) {
        var uncounted = new HashMap<String, String>();
        state.forEach(
                (path, text) -> uncounted.put(path, text.replaceAll("\"generation\": \\d+", "")));
        return uncounted;
    }

    @Test
    void twoWholeCardsMayBeInOneVm() {
        host.after("remove", "two").after("detach", "one", VM).after("remove", "one");
        host.after("start", "whole").after("create", "P40-24C", "--name", "second");
        host.after("attach", "whole", VM).after("attach", "second", VM);
        host.after("sim", "virsh", "start", VM);
        assertThat(host.vgpuctl("list").out().lines().filter(line -> line.contains(VM))).hasSize(2);
    }

    @Test
    void forcedTheDriverDecidesAndItsWordsAreSaid() {
        host.after("sim", "virsh", "start", VM);
        var before = host.state();
        var said = host.vgpuctl("attach", "two", VM, "--force");
        assertThat(said.exit()).isEqualTo(7);
        assertThat(said.err()).contains("the driver refused to start vGPU", "start failed");
        assertThat(host.state()).isEqualTo(before);
    }
}

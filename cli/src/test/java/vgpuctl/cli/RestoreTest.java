package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.libvirt.Libvirt;

/** What brings vGPUs back at boot, where libvirt's daemon waits for it to end. */
class RestoreTest {

    private static final String VM = "y-k8s-n-1";
    private static final String CREATE = "create A40-6Q --name one --vm " + VM;
    private static final String GPU = SimulatedHost.GPU;
    private static final String OTHER = SimulatedHost.SECOND_GPU;
    private static final String DOMAIN = "/etc/libvirt/qemu/" + VM + ".xml";

    @TempDir private Path directory;

    private static final WaysOut WITHOUT_LIBVIRT =
            new WaysOut() {
                @Override
                public Libvirt libvirt(Libvirt libvirt) {
                    throw new AssertionError("libvirt was asked");
                }
            };

    /** mdevctl's udev rule starts the same vGPU just before we ask for it. */
    private static final class Overtaken implements WaysOut {

        private int overtaken;

        @Override
        public AttributeWriter attributes(AttributeWriter attributes) {
            return new AttributeWriter() {
                @Override
                public Answer write(String path, String value) {
                    if (path.endsWith("/create")) {
                        attributes.write(path, value);
                        overtaken++;
                    }
                    return attributes.write(path, value);
                }

                @Override
                public Answer writeOrLeave(String path, String value) {
                    return attributes.writeOrLeave(path, value);
                }
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"tesla-p10, P40-12C", "a40:mdev, A40-12C"})
    void whatMdevctlStartsInTheSameMomentIsThereOnce(String boards, String type) {
        var host =
                new SimulatedHost(directory, boards)
                        .after("gpus")
                        .after("create", type, "--count", "2", "--name", "kept", "--autostart");
        var before = uuids(host);
        host.after("sim", "reboot");
        before.forEach(uuid -> stop(host, uuid));
        var rule = new Overtaken();

        var restored = host.vgpuctl(rule, "restore");

        assertThat(restored.exit()).as(restored.toString()).isZero();
        assertThat(rule.overtaken).isEqualTo(2);
        assertThat(uuids(host)).isEqualTo(before);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
        assertThat(host.vgpuctl("restore").out()).isEqualTo("Nothing was missing.\n");
    }

    /** Where there are no functions to enable, the simulated host's own rule was quicker. */
    private static void stop(SimulatedHost host, String uuid) {
        if (uuids(host).contains(uuid)) {
            host.after("stop", uuid);
        }
    }

    private static List<String> uuids(SimulatedHost host) {
        return host.names("/sys/bus/mdev/devices");
    }

    @Test
    void aDriverThatDoesNotComeUpIsSaidWithWhatIsMissing() {
        var host =
                SimulatedHost.withTwoCards(directory)
                        .after("gpus")
                        .after("create", "P40-6Q", "--name", "one", "--gpu", GPU, "--autostart")
                        .after("create", "P40-6Q", "--name", "two", "--gpu", OTHER, "--autostart")
                        .after("sim", "reboot")
                        .after("stop", "one", "two");
        host.delete("/sys/class/mdev_bus/" + GPU);
        host.delete("/sys/bus/pci/devices/" + GPU + "/mdev_supported_types");

        var restored = host.vgpuctl("restore", "--timeout", "1");

        assertThat(restored.exit()).isEqualTo(ExitCode.PARTLY);
        assertThat(restored.err()).contains("waiting for the driver of " + GPU);
        assertThat(restored.out())
                .contains("two is active.")
                .contains("the driver of " + GPU + " did not come up in time; not there: one");
    }

    @Test
    void aChangeOfAVmThatWasCutOffIsLeftForLater() throws Exception {
        var host = cutOffBehindTheHostdev();
        host.after("sim", "reboot");

        var restored = host.vgpuctl(WITHOUT_LIBVIRT, "restore");

        assertThat(restored.exit()).as(restored.toString()).isZero();
        assertThat(restored.out()).contains("kept-1 is active", "kept-2 is active");
        assertThat(restored.err())
                .containsOnlyOnce("has been undone but for: ")
                .contains("'restore' changes no VMs, because libvirt may be waiting for it");
        assertThat(host.text(DOMAIN)).contains("<hostdev");
        host.after("recover");
        assertThat(host.text(DOMAIN)).doesNotContain("<hostdev");
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
    }

    /** The first of the moments at which the VM has the vGPU and the change has not ended. */
    private SimulatedHost cutOffBehindTheHostdev() throws Exception {
        var host =
                new SimulatedHost(directory.resolve("0"), "a40:mdev")
                        .after("gpus")
                        .after("create", "A40-6Q", "--count", "2", "--name", "kept", "--autostart");
        for (var moment = 1; ; moment++) {
            var copy = host.copyTo(directory.resolve("" + moment));
            var words = List.of(CREATE.split(" "));
            var said = ChildJvm.start(copy, Deadly.class, List.of("" + moment), words).ended();
            assertThat(said.exit()).as("never behind the hostdev").isEqualTo(ChildJvm.KILLED);
            if (copy.text(DOMAIN).contains("<hostdev")) {
                return copy;
            }
        }
    }
}

package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.SimulatedHost.Said;

/** mdevctl's commands on hosts whose kernel answers: what becomes of devices, and with scripts. */
class MdevTest {

    private static final String DEVICE = "11111111-1111-4111-8111-111111111111";
    private static final String OTHER = "22222222-2222-4222-8222-222222222222";
    private static final String FUNCTION = "0000:82:00.4";
    private static final String DEFINITION = "/etc/mdevctl.d/0000:82:00.0/" + DEVICE;
    private static final String CALLOUTS = "/etc/mdevctl.d/scripts.d/callouts/";
    private static final String NOTIFIERS = "/etc/mdevctl.d/scripts.d/notifiers/";

    /** Says what it can, changes what is active, and writes down how it was called. */
    private static final String ABLE =
            """
            #!/bin/sh
            read -r given
            echo "$6 $4 $8 $given" >>"${0%/etc/*}/log"
            [ "$6" != capabilities ] || echo '{"supports": {"version": 2,
                "actions": ["start", "modify", "capabilities"], "events": ["pre", "live", "get"]}}'
            """;

    @TempDir private Path directory = Path.of("");

    private SimulatedHost oneCard() {
        return SimulatedHost.withOneCard(directory).after("gpus");
    }

    private static Said mdev(SimulatedHost host, String line) {
        return host.vgpuctl(("mdev " + line).split(" "));
    }

    private static void does(SimulatedHost host, String line) {
        assertThat(mdev(host, line)).isEqualTo(new Said(0, "", ""));
    }

    private static void script(SimulatedHost host, String path, String text) {
        host.write(path, text);
        assertThat(host.at(path).toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aDeviceIsStartedWithTheParametersOfItsDefinition() {
        var host = oneCard();
        does(host, "define -u " + DEVICE + " -p 0000:82:00.0 -t nvidia-50");
        does(host, "modify -u " + DEVICE + " --addattr nvidia/vgpu_params --value disable_vnc=1");

        does(host, "start -u " + DEVICE);

        assertThat(host.text("/sys/bus/mdev/devices/" + DEVICE + "/nvidia/vgpu_params"))
                .isEqualTo("disable_vnc=1\n");
        assertThat(host.vgpuctl("list").out()).contains("active", DEVICE);
    }

    @Test
    void anAttributeThatTheDeviceDoesNotHaveLeavesNoDevice() {
        var host = oneCard();
        does(host, "define -u " + DEVICE + " -p 0000:82:00.0 -t nvidia-50");
        does(host, "modify -u " + DEVICE + " --addattr assign_adapter --value 5");

        var said = mdev(host, "start -u " + DEVICE);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).startsWith("Error: Invalid attribute 'assign_adapter'\n");
        assertThat(mdev(host, "list").out()).isEqualTo("\n");
    }

    @Test
    void whatARunningVmUsesIsNotStopped() {
        var host = oneCard().after("create", "P40-6Q", "--uuid", DEVICE, "--vm", "y-k8s-n-1");
        host.after("sim", "virsh", "start", "y-k8s-n-1");

        var said = mdev(host, "stop -u " + DEVICE);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("in use by the running VM y-k8s-n-1");
        assertThat(mdev(host, "list").out()).startsWith(DEVICE);
    }

    @Test
    void aDryRunShowsTheStepsAndTakesNone() {
        var host = oneCard();
        assertThat(mdev(host, "define --dry-run -u " + DEVICE + " -p 82:00.0 -t P40-6Q").out())
                .contains("write the definition " + DEFINITION);
        assertThat(mdev(host, "list -d").out()).isEqualTo("\n");
    }

    @Test
    void membersOfADefinitionThatMdevctlDoesNotKnowStay() {
        var host = oneCard();
        host.write(DEFINITION, "{\"mdev_type\": \"nvidia-50\", \"start\": \"auto\", \"more\": 1}");

        does(host, "modify -u " + DEVICE + " --manual");

        assertThat(host.text(DEFINITION)).contains("\"manual\"", "\"more\": 1");
    }

    @Test
    void autostartStartsWhatItCanAndFailsForTheRest() {
        var host = oneCard();
        for (var line : new String[] {DEVICE + " -t nvidia-50", OTHER + " -t nvidia-286"}) {
            mdev(host, "define -a -p 0000:82:00.0 -u " + line);
        }

        var said = mdev(host, "start-parent-mdevs 0000:82:00.0");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).startsWith("Error: No available instances of nvidia-286");
        assertThat(mdev(host, "list").out()).startsWith(DEVICE);
    }

    @Test
    void whereVgpusAreVirtualFunctionsTheyAreListedAndMade() {
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        assertThat(mdev(host, "types -p " + FUNCTION).out())
                .startsWith(FUNCTION + "\n")
                .contains("  nvidia-563\n    Available instances: 1\n    Device API: vfio-pci\n");

        does(host, "define -u " + DEVICE + " -p " + FUNCTION + " -t nvidia-563");
        does(host, "modify -u " + DEVICE + " --addattr nvidia/vgpu_params --value disable_vnc=1");
        does(host, "start -u " + DEVICE);

        assertThat(host.text("/sys/bus/pci/devices/" + FUNCTION + "/nvidia/current_vgpu_type"))
                .isEqualTo("563\n");
        assertThat(mdev(host, "list").out())
                .isEqualTo(DEVICE + " " + FUNCTION + " nvidia-563 manual (defined)\n\n");
        assertThat(mdev(host, "list -dv").out())
                .endsWith("    @{0}: {\"nvidia/vgpu_params\":\"disable_vnc=1\"}\n\n");
        does(host, "stop -u " + DEVICE);
        does(host, "undefine -u " + DEVICE);
        assertThat(mdev(host, "list -d").out()).isEqualTo("\n");
    }

    @Test
    void aFunctionWithoutADefinitionIsGivenBackWithNothingLeft() {
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");

        var made = mdev(host, "start -p " + FUNCTION + " -t A40-12Q").out().strip();

        assertThat(mdev(host, "list").out())
                .isEqualTo(made + " " + FUNCTION + " nvidia-563 manual\n\n");
        does(host, "stop -u " + made);
        assertThat(host.vgpuctl("list").out()).doesNotContain(made);
    }

    @Test
    void aScriptThatCanChangesAnActiveDevice() {
        var host = oneCard();
        does(host, "start -u " + DEVICE + " -p 0000:82:00.0 -t nvidia-50");
        var json =
                SimulatedHost.fileWith(
                        directory.resolve("new.json"),
                        "{\"mdev_type\": \"nvidia-50\", \"start\": \"manual\"}");
        var line = "modify --live -u " + DEVICE + " --jsonfile " + json;
        var without = mdev(host, line);
        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err()).startsWith("Error: No callout script with version support");

        script(host, CALLOUTS + "able.sh", ABLE);
        does(host, line);

        assertThat(host.text("/log"))
                .endsWith(
                        "modify live none"
                                + " {\"mdev_type\":\"nvidia-50\",\"start\":\"manual\",\"attrs\":[]}\n");
    }

    @Test
    void aRefusalOfAScriptCountsUnlessItIsForced() {
        var host = oneCard();
        script(
                host,
                CALLOUTS + "no.sh",
                "#!/bin/sh\n[ $4 = pre ] || exit 2\necho no >&2\nexit 1\n");
        script(host, NOTIFIERS + "log.sh", "#!/bin/sh\necho \"$4 $6 $8\" >>\"${0%/etc/*}/log\"\n");
        var line = "define -u " + DEVICE + " -p 0000:82:00.0 -t nvidia-50";

        var refused = mdev(host, line);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith("no.sh: no\nError: Script '\"" + CALLOUTS);
        assertThat(mdev(host, "list -d").out()).isEqualTo("\n");

        assertThat(mdev(host, line + " --force").exit()).isZero();
        assertThat(mdev(host, "list -d").out()).startsWith(DEVICE);
        assertThat(host.text("/log")).isEqualTo("notify define none\nnotify define success\n");
    }

    @Test
    void asMdevctlItHasMdevctlsVersion() {
        assertThat(mdev(oneCard(), "--version").out()).startsWith("mdevctl 1.3.0 (vgpuctl ");
    }
}

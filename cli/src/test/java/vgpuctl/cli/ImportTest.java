package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others keep, as layouts that apply to the same host without a surprise. */
class ImportTest {

    private static final String FOREIGN = "11111111-2222-4333-8444-555555555501";
    private static final String SAME = "The host is as the layout says.\n";

    @TempDir private Path directory = Path.of("");

    private String imported(SimulatedHost host, String... words) {
        var said = host.vgpuctl(words);
        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.DONE);
        return SimulatedHost.fileWith(directory.resolve("imported.yaml"), said.out());
    }

    @ParameterizedTest
    @CsvSource({
        "tesla-p10, P40-6Q, mdevctl",
        "tesla-p10, P40-6Q, libvirt",
        "a40:mdev, A40-12C, mdevctl",
        "a40:mdev, A40-12C, libvirt",
        "a100:mdev, A100-1-5C, mdevctl",
        "a100:mdev, A100-1-5C, libvirt"
    })
    void whatOthersSeeOfAHostIsThatHost(String board, String type, String source) {
        var host =
                new SimulatedHost(directory, board)
                        .after("create", type, "--name", "a", "--vm", "y-k8s-n-1", "--autostart")
                        .after("create", type, "--name", "b", "--param", "frame_rate_limiter=0")
                        .after("create", type, "--name", "c")
                        .after("stop", "c");

        var layout = imported(host, "import", source);

        assertThat(host.vgpuctl("diff", "-f", layout).out()).isEqualTo(SAME);
        assertThat(host.vgpuctl("apply", "--yes", "-f", layout).out())
                .isEqualTo("Nothing to do.\n");
        assertThat(host.text("/etc/libvirt/qemu/y-k8s-n-1.xml")).contains("<hostdev");
    }

    /** mdevctl's file says that it starts; libvirt's XML says neither that nor the parameters. */
    @Test
    void whatIsOnlyActiveIsImportedFromLibvirt() {
        var host =
                SimulatedHost.withOneCard(directory)
                        .after(
                                "create",
                                "P40-12C",
                                "--no-define",
                                "--param",
                                "frame_rate_limiter=0");

        assertThat(host.vgpuctl("import", "mdevctl").out()).endsWith("gpus: []\n");
        var layout = imported(host, "import", "libvirt");
        assertThat(host.vgpuctl("diff", "-f", layout).out()).isEqualTo(SAME);
    }

    @Test
    void aDefinitionOfACardThatIsGoneIsLeftOutAndTold() {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        host.write(
                "/etc/mdevctl.d/0000:41:00.0/" + FOREIGN,
                "{\"mdev_type\": \"nvidia-50\", \"start\": \"auto\"}");

        var said = host.vgpuctl("import", "mdevctl");

        assertThat(said.out()).doesNotContain(FOREIGN);
        assertThat(said.err())
                .isEqualTo(
                        "note:  " + FOREIGN + " is left out: this host has no 0000:41:00.0 now\n");
    }

    @Test
    void aDamagedDefinitionCostsItselfOnly() {
        var host = SimulatedHost.withOneCard(directory).after("create", "P40-12C", "--name", "a");
        host.write("/etc/mdevctl.d/0000:82:00.0/" + FOREIGN, "{");

        var said = host.vgpuctl("import", "mdevctl");

        assertThat(said.out()).contains("type: P40-12C");
        assertThat(said.err()).contains("note:  '0000:82:00.0/" + FOREIGN + "' is left out: ");
    }

    @Test
    void filesOfOneHostAreReadForIt() {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var definition =
                SimulatedHost.fileWith(
                        directory.resolve("dump.json"),
                        "[{\"0000:82:00.0\": [{\""
                                + FOREIGN
                                + "\": {\"mdev_type\": \"nvidia-286\", \"start\": \"auto\"}}]}]");
        var table =
                SimulatedHost.fileWith(
                        directory.resolve("saved.tsv"),
                        "0000:82:00.0\tnvidia\t" + FOREIGN + "\tnvidia-286\n");
        var device =
                SimulatedHost.fileWith(
                        directory.resolve("devices.xml"),
                        """
                        <device>
                          <name>mdev</name>
                          <path>/sys/devices/x</path>
                          <parent>pci_0000_82_00_0</parent>
                          <capability type='mdev'><type id='nvidia-286'/><uuid>%s</uuid></capability>
                        </device>
                        <domain type='kvm'>
                          <name>y-k8s-n-2</name>
                          <devices>
                            <hostdev type='mdev'><source><address uuid='%s'/></source></hostdev>
                          </devices>
                        </domain>
                        """
                                .formatted(FOREIGN, FOREIGN));

        for (var words :
                List.of(
                        List.of("import", "mdevctl", definition),
                        List.of("import", "nvidia-dev-ctl", table),
                        List.of("import", "libvirt", device))) {
            var out = host.vgpuctl(words.toArray(String[]::new)).out();
            assertThat(out)
                    .as(words.get(1))
                    .contains("- uuid: \"" + FOREIGN + "\"\n        type: P40-12C\n");
            assertThat(out.contains("vm: y-k8s-n-2")).isEqualTo(words.contains("libvirt"));
        }
    }

    @Test
    void aConfigurationOfTheDeviceManagerIsAppliedOnceAndThenHolds() {
        var host = new SimulatedHost(directory, "a40:mdev,a40:mdev");
        var config =
                SimulatedHost.fileWith(
                        directory.resolve("config.yaml"),
                        """
                        version: v1
                        vgpu-configs:
                          default:
                            - devices: all
                              vgpu-devices: {A40-12Q: 4}
                          small:
                            - devices: [1]
                              vgpu-devices: {A40-4Q: 2}
                        """);

        var layout = imported(host, "import", "vgpu-device-manager", config, "--config", "small");
        assertThat(host.vgpuctl("assert", "-f", layout).exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(host.vgpuctl("apply", "--yes", "-f", layout).out())
                .contains("0000:83:00.", "A40-4Q")
                .doesNotContain("0000:82:00.");
        assertThat(host.vgpuctl("assert", "-f", layout).exit()).isEqualTo(ExitCode.DONE);
        assertThat(host.vgpuctl("import", "vgpu-device-manager", config, "--config", "smal").err())
                .contains("the file has no configuration 'smal'", "small");
    }

    @Test
    void aMigConfigurationIsAppliedOnceAndThenHolds() {
        var host = new SimulatedHost(directory, "a100:vfio");
        var config =
                SimulatedHost.fileWith(
                        directory.resolve("config.yaml"),
                        """
                        version: v1
                        mig-configs:
                          mixed:
                            - devices: all
                              mig-enabled: true
                              mig-devices: {1g.5gb: 2, 3g.20gb: 1}
                        """);

        var layout = imported(host, "import", "mig-parted", config);
        host.after("apply", "--yes", "-f", layout);
        assertThat(host.vgpuctl("diff", "-f", layout).out()).isEqualTo(SAME);
    }

    @Test
    void theLayoutIsWrittenWhereItIsWantedAndScriptsGetItAsJson() {
        var host = SimulatedHost.withOneCard(directory).after("create", "P40-12C", "--name", "a");
        var file = directory.resolve("out.yaml");

        assertThat(host.vgpuctl("import", "mdevctl", "--output-file", file.toString()).out())
                .isEmpty();
        assertThat(file).content().isEqualTo(host.vgpuctl("import", "mdevctl").out());
        var json =
                SimulatedHost.fileWith(
                        directory.resolve("out.json"),
                        host.vgpuctl("import", "mdevctl", "-o", "json").out());
        assertThat(host.vgpuctl("diff", "-f", json).out()).isEqualTo(SAME);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var said = SimulatedHost.withOneCard(directory).vgpuctl("import", "mig-parted", "/no/file");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: /no/file is not there
                        hint:  name a mig-configs file, or - for standard input
                        """);
    }
}

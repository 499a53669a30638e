package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that NVIDIA has for a card and the driver that runs has not. */
class DroppedTypeTest {

    private static final String CREATABLE = "/nvidia/creatable_vgpu_types";

    @TempDir(factory = InMemory.class)
    private Path directory;

    /** A graphics package: the card's Q types only, in the driver's database and its files. */
    private SimulatedHost graphicsDriver() {
        var host = new SimulatedHost(directory, "a40:vfio").after("gpus");
        host.write(
                "/usr/share/nvidia/vgpu/vgpuConfig.xml",
                """
                <?xml version="1.0"?>
                <vgpuconfig>
                  <version>1.0</version>
                  <vgpuType id="562" name="NVIDIA A40-8Q" class="Quadro">
                    <devId vendorId="0x10de" deviceId="0x2235" subsystemVendorId="0x10de" subsystemId="0x14d9"/>
                    <profileSize>0x200000000</profileSize>
                    <framebuffer>0x1dc000000</framebuffer>
                  </vgpuType>
                  <pgpu>
                    <devId vendorId="0x10de" deviceId="0x2235" subsystemVendorId="0x10de" subsystemId="0x0"/>
                    <supportedVgpu vgpuId="562"><maxVgpus>6</maxVgpus></supportedVgpu>
                  </pgpu>
                </vgpuconfig>
                """);
        for (var function : host.names("/sys/bus/pci/devices")) {
            var path = "/sys/bus/pci/devices/" + function + CREATABLE;
            if (host.at(path).toFile().exists()) {
                host.write(path, "ID    : vGPU Name\n562   : NVIDIA A40-8Q\n");
            }
        }
        return host;
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "plan"})
    void cTypesAreNotInAGraphicsPackage(String command) {
        var host = graphicsDriver();
        var before = host.state();
        var said = host.vgpuctl(command, "A40-8C");
        assertThat(said.exit()).as(said.toString()).isIn(3, 5);
        assertThat(said.out() + said.err())
                .contains(
                        "the package of the driver 580.142 has no C types for this card: since"
                                + " branch 16 they come with NVIDIA AI Enterprise");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aTypeThatOnlyOtherReleasesHaveIsNamedAsThat() {
        var said = graphicsDriver().vgpuctl("create", "A40-16Q");
        assertThat(said.err())
                .contains(
                        "the driver 580.142 has no A40-16Q for this card, which other releases"
                                + " have");
    }

    @Test
    void aCardThatTheBranchNoLongerServesIsNamedWithTheLastThatDoes() {
        var host = new SimulatedHost(directory, "tesla-p40").after("gpus");
        host.write("/sys/module/nvidia/version", "580.142\n");
        host.delete("/sys/class/mdev_bus");
        host.delete("/sys/bus/pci/devices/" + SimulatedHost.GPU + "/mdev_supported_types");
        var said = host.vgpuctl("create", "P40-12C");
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .containsPattern(
                        "error: 0000:82:00.0 does not offer P40-12C: the driver 580.142 is of branch"
                                + " 19 of the vGPU software, and branch [0-9]+ is the last that"
                                + " serves a Tesla P40");
    }

    @Test
    void whatTheDriverHasIsMadeAsEver() {
        var host = graphicsDriver();
        assertThat(host.vgpuctl("create", "A40-8Q").exit()).isZero();
    }
}

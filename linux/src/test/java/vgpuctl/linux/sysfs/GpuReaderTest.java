package vgpuctl.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.HandMadeHost;

class GpuReaderTest {

    private static final String CARD = "0000:82:00.0";

    @TempDir private Path root;
    private HandMadeHost host;
    private final List<String> skipped = new ArrayList<>();

    @BeforeEach
    void makeHost() {
        host = new HandMadeHost(root);
    }

    private List<PhysicalGpu> read() {
        return new GpuReader(host.files(), NoModes.INSTANCE).read(Set.of(), skipped);
    }

    private PhysicalGpu only() {
        assertThat(read()).hasSize(1);
        return read().getFirst();
    }

    private static HostInterface none(Cause cause) {
        return new HostInterface.None(cause);
    }

    @Test
    void aCardWithTypesOffersThemBySize() {
        host.card(CARD, "nvidia")
                .type(CARD, "nvidia-286", "GRID P40-12C", 12288, 2)
                .type(CARD, "nvidia-46", "GRID P40-1Q", 1024, 24)
                .type(CARD, "nvidia-50", "GRID P40-6Q", 6144, 4);
        assertThat(only().offers().stream().map(offer -> offer.type().token()))
                .containsExactly("P40-1Q", "P40-6Q", "P40-12C");
        assertThat(only().framebufferMib()).hasValue(24576);
        assertThat(skipped).isEmpty();
    }

    @Test
    void theDriverSaysAGpusUuid() {
        host.card(CARD, "nvidia").type(CARD, "nvidia-50", "GRID P40-6Q", 6144, 4);
        assertThat(only().uuid()).isEmpty();
        host.file(
                "/proc/driver/nvidia/gpus/" + CARD + "/information",
                "Model: \t\t Tesla P40\nGPU UUID: \t GPU-0a0b0c0d-1111-2222-3333-444455556666\n");
        assertThat(only().uuid()).hasValue("GPU-0a0b0c0d-1111-2222-3333-444455556666");
        assertThat(only().model()).isEqualTo(Reading.of("Tesla P40"));
    }

    @Test
    void functionsThatAreOffAreForeseen() {
        host.card(CARD, "nvidia")
                .attribute(CARD, "sriov_totalvfs", "16\n")
                .attribute(CARD, "sriov_numvfs", "0\n")
                .attribute(CARD, "sriov_offset", "4\n")
                .attribute(CARD, "sriov_stride", "1\n");
        var functions = only().partition().functions();
        assertThat(functions.enabled()).isZero();
        assertThat(functions.names()).hasSize(16);
        assertThat(functions.names().getFirst().text()).isEqualTo("0000:82:00.4");
        assertThat(functions.names().getLast().text()).isEqualTo("0000:82:02.3");
        assertThat(only().holds(functions.names().getLast())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfio-pci", "nouveau"})
    void aCardOfAnotherDriverSaysWhose(String driver) {
        host.card(CARD, driver);
        assertThat(only().hostInterface()).isEqualTo(none(new Cause.WrongDriver(driver)));
        assertThat(only().driver()).isEqualTo(Reading.of(Optional.of(driver)));
    }

    @Test
    void aCardThatNobodyHoldsSaysSo() {
        host.card(CARD);
        assertThat(only().hostInterface()).isEqualTo(none(new Cause.WrongDriver("")));
        assertThat(only().driver()).isEqualTo(Reading.of(Optional.empty()));
    }

    @Test
    void theDriverWithoutVgpusIsToldFromVirtualFunctionsThatAreOff() {
        host.card(CARD, "nvidia");
        assertThat(only().hostInterface()).isEqualTo(none(new Cause.DriverWithoutVgpu()));
        host.attribute(CARD, "sriov_totalvfs", "16\n").attribute(CARD, "sriov_numvfs", "0\n");
        assertThat(only().hostInterface()).isEqualTo(none(new Cause.VirtualFunctionsOff(16)));
        host.attribute(CARD, "sriov_numvfs", "16\n");
        assertThat(only().hostInterface()).isEqualTo(none(new Cause.OnVirtualFunctions(16)));
    }

    @Test
    void virtualFunctionsAudioAndOtherVendorsAreNoGpus() {
        host.card(CARD, "nvidia").card("0000:82:00.4", "nvidia");
        host.link("/sys/bus/pci/devices/0000:82:00.4/physfn", "../" + CARD);
        host.function("0000:82:00.1", "pci:v000010DEd000010F0sv000010DEsd00001217bc04sc03i00\n");
        host.function("0000:05:00.0", "pci:v00001A03d00002000sv00001A03sd00002000bc03sc00i00\n");
        assertThat(only().name()).hasToString(CARD);
    }

    @Test
    void aFiveDigitDomainIsReadAndPrinted() {
        host.card("10000:01:00.0", "nvidia");
        assertThat(only().name().address()).isPresent();
        assertThat(only().name()).hasToString("10000:01:00.0");
    }

    @Test
    void noNumaNodeIsNone() {
        host.card(CARD, "nvidia").attribute(CARD, "numa_node", "-1\n");
        assertThat(only().numaNode()).isEqualTo(Reading.of(OptionalInt.empty()));
        host.attribute(CARD, "numa_node", "1\n");
        assertThat(only().numaNode()).isEqualTo(Reading.of(OptionalInt.of(1)));
    }

    @Test
    void anIommuGroupNamesItsOtherMembers() {
        host.card(CARD, "nvidia")
                .link(
                        "/sys/bus/pci/devices/" + CARD + "/iommu_group",
                        "../../../kernel/iommu_groups/80")
                .directory("/sys/kernel/iommu_groups/80/devices/" + CARD)
                .directory("/sys/kernel/iommu_groups/80/devices/0000:82:00.1");
        assertThat(only().iommuGroup())
                .isEqualTo(Reading.of(Optional.of(new IommuGroup(80, List.of("0000:82:00.1")))));
    }

    @Test
    void aParentThatIsNotOnPciIsOfferedByItsName() {
        host.otherParent("mtty", "mtty-1");
        assertThat(only().name()).hasToString("mtty");
        assertThat(only().architecture()).isEmpty();
        assertThat(only().offers().getFirst().type().token()).isEqualTo("mtty-1");
        assertThat(only().framebufferMib()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "pci:",
                "pci:v000010DE",
                "usb:v1D6Bp0002d0515dc09dsc00dp01ic09",
                "\0\0"
            })
    void aTornModaliasIsNoGpu(String modalias) {
        host.function("0000:05:00.0", modalias);
        assertThat(read()).isEmpty();
    }

    @Test
    void damagedTypesCostThemselvesOnly() {
        host.card(CARD, "nvidia").type(CARD, "nvidia-50", "GRID P40-6Q", 6144, 4);
        var types = "/sys/bus/pci/devices/" + CARD + "/mdev_supported_types/";
        host.directory(types + "nvidia-1/available_instances");
        host.bytes(types + "nvidia-2/available_instances", (byte) 0xff, (byte) 0, (byte) 0xfe);
        host.bytes(types + "nvidia-2/name", (byte) 0xc3, (byte) 0x28);
        host.file(types + "nvidia-3/available_instances", "99999999999\n");
        host.link(types + "nvidia-4/available_instances", "nowhere");
        var offers = only().offers();
        assertThat(offers).hasSize(5);
        assertThat(offers.stream().filter(o -> o.available() instanceof Reading.Known<Integer>))
                .hasSize(1);
        for (var offer : offers) {
            if (offer.available() instanceof Reading.Unknown<Integer>(var why)) {
                assertThat(why)
                        .contains(offer.type().id().orElseThrow().text() + "/available_instances");
            }
        }
    }

    @Test
    void theModelIsTheDriversWordUnlessItDoesNotKnowTheCard() {
        host.card(CARD, "nvidia");
        assertThat(only().model()).isEqualTo(Reading.of("NVIDIA 10de:1b39"));
        host.file(
                "/usr/share/misc/pci.ids",
                "10de  NVIDIA Corporation\n\t1b39  GP102GL [Tesla P10]\n");
        host.file(
                "/proc/driver/nvidia/gpus/" + CARD + "/information",
                "Model: \t NVIDIA Graphics Device\n");
        assertThat(only().model()).isEqualTo(Reading.of("GP102GL [Tesla P10]"));
        host.file(
                "/proc/driver/nvidia/gpus/" + CARD + "/information",
                "Model: \t Tesla P40\nIRQ: 1\n");
        assertThat(only().model()).isEqualTo(Reading.of("Tesla P40"));
    }
}

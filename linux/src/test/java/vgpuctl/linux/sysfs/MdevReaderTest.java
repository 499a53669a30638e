package vgpuctl.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.HandMadeHost;

class MdevReaderTest {

    private static final String VGPU = "3eb9d560-0b31-11ee-91a9-bb28039c61eb";
    private static final String DEVICES = "/sys/bus/mdev/devices/";

    @TempDir private Path root;
    private HandMadeHost host;
    private final List<String> skipped = new ArrayList<>();

    @BeforeEach
    void makeHost() {
        host = new HandMadeHost(root);
    }

    private List<MdevReader.Mdev> read() {
        return new MdevReader(host.files()).read(skipped);
    }

    @Test
    void aHostWithoutMediatedDevicesHasNone() {
        assertThat(read()).isEmpty();
        assertThat(skipped).isEmpty();
    }

    @Test
    void aDeviceHasItsParentAndType() {
        host.mdev(VGPU, "0000:82:00.0", "nvidia-50");
        assertThat(read()).hasSize(1);
        assertThat(read().getFirst().uuid()).isEqualTo(UUID.fromString(VGPU));
        assertThat(read().getFirst().parent()).hasToString("0000:82:00.0");
        assertThat(read().getFirst().type()).isEqualTo(Reading.of(new TypeId("nvidia-50")));
    }

    /** It is on the GPU and takes its room, whatever cannot be read of it. */
    @Test
    void aDeviceWithoutATypeIsThere() {
        host.link(DEVICES + VGPU, "../../../devices/0000:82:00.0/" + VGPU);
        assertThat(read()).hasSize(1);
        assertThat(read().getFirst().type())
                .isEqualTo(Reading.unknown(DEVICES + VGPU + "/mdev_type cannot be read"));
    }

    @Test
    void whatIsNoDeviceIsNotOne() {
        host.file(DEVICES + VGPU, "").link(DEVICES + "not-a-uuid", "../../../devices/x/y");
        host.link(DEVICES + "3EB9D560-0B31-11EE-91A9-BB28039C61EB", "../../../devices/x/y");
        assertThat(read()).isEmpty();
    }

    @Test
    void theDirectoryItselfThatCannotBeListedIsTold() {
        host.file("/sys/bus/mdev/devices", "a file");
        assertThat(read()).isEmpty();
        assertThat(skipped).hasSize(1).first().asString().startsWith("/sys/bus/mdev/devices: ");
    }

    @Test
    void aDeviceOutsideOfAnIommuGroupHasNone() {
        host.mdev(VGPU, "mtty", "mtty-1");
        var reader = new MdevReader(host.files());
        assertThat(reader.iommuGroup(UUID.fromString(VGPU))).isEmpty();
        host.link("/sys/devices/mtty/" + VGPU + "/iommu_group", "../../../kernel/iommu_groups/x");
        assertThat(reader.iommuGroup(UUID.fromString(VGPU))).isEmpty();
    }
}

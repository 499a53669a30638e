package vgpuctl.core.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

class MultiVgpuRuleTest {

    private static final MultiVgpuRule PASCAL =
            new MultiVgpuRule.OfArchitecture(Architecture.PASCAL);

    @Test
    void pascalRefusesASecondFractionalVgpu() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-12C", 2), vgpu("GRID P40-12C", 2))))
                .hasValue(
                        "Pascal GPUs combine only whole-card types in a VM, which P40-12C is not");
    }

    @Test
    void pascalCombinesWholeCards() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-24C", 1), vgpu("GRID P40-24Q", 1))))
                .isEmpty();
    }

    @Test
    void oneVgpuIsAlwaysAllowed() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-1B", 24)))).isEmpty();
    }

    @Test
    void voltaCombinesComputeButNotDesktop() {
        var volta = new MultiVgpuRule.OfArchitecture(Architecture.VOLTA);
        assertThat(volta.refusal(List.of(vgpu("GRID V100D-8C", 4), vgpu("GRID V100D-8C", 4))))
                .isEmpty();
        assertThat(volta.refusal(List.of(vgpu("GRID V100D-8C", 4), vgpu("GRID V100D-2B", 16))))
                .hasValue("only C and Q types may be combined in a VM, and V100D-2B is neither");
    }

    @Test
    void theDriversOwnFlagsWin() {
        var type = Map.of("GRID P40-24Q", true, "GRID P40-6Q", false);
        var rule = new MultiVgpuRule.OfDriver(false, type);
        assertThat(rule.refusal(List.of(vgpu("GRID P40-6Q", 4), vgpu("GRID P40-6Q", 4))))
                .hasValueSatisfying(why -> assertThat(why).contains("multiVgpuSupported=0"));
        assertThat(rule.refusal(List.of(vgpu("GRID P40-24Q", 1), vgpu("GRID P40-24Q", 1))))
                .isEmpty();
    }

    @Test
    void noVmHasMoreThanSixteen() {
        var seventeen = Collections.nCopies(17, vgpu("GRID P40-24Q", 1));
        assertThat(new MultiVgpuRule.Unknown().refusal(seventeen))
                .hasValue("a VM may have 16 vGPUs at most");
    }

    private static Vgpu vgpu(String name, int maxInstances) {
        var id = new TypeId("nvidia-1");
        var description =
                TypeDescription.parse(
                        "num_heads=1, framebuffer=1024M, max_instance=" + maxInstances);
        var uuid = new UUID(0, maxInstances);
        return new Vgpu(
                uuid,
                new DeviceName("0000:82:00.0"),
                new HostDevice.Mdev(uuid),
                Reading.of(id),
                Optional.of(VgpuType.of(id, new TypeName(name), description)),
                true,
                Reading.of(Optional.empty()),
                Optional.empty(),
                Parameters.NONE,
                Location.UNKNOWN);
    }
}

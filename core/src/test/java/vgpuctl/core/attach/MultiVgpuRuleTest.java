package vgpuctl.core.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.catalogue.DriverCard;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.DriverType.InVm;
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

    private static final MultiVgpuRule PASCAL = known(Optional.of(Architecture.PASCAL));
    private static final MultiVgpuRule AMPERE = known(Optional.of(Architecture.AMPERE));

    private static MultiVgpuRule known(Optional<Architecture> architecture) {
        return MultiVgpuRule.of(MultiVgpuCapabilities.unknown(), architecture);
    }

    private static MultiVgpuRule said(Boolean fractional, Boolean heterogeneous) {
        return new MultiVgpuRule(
                new MultiVgpuCapabilities(Optional.of(fractional), Optional.of(heterogeneous)),
                Map.of(),
                Optional.of(Architecture.AMPERE));
    }

    private static InVm inVm(boolean supported, boolean exclusive) {
        return new InVm(Optional.of(supported), Optional.of(exclusive));
    }

    private static MultiVgpuRule with(Map<String, InVm> types) {
        return new MultiVgpuRule(
                new MultiVgpuCapabilities(Optional.of(true), Optional.of(true)),
                types,
                Optional.empty());
    }

    @Test
    void pascalRefusesASecondFractionalVgpu() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-12C", 2), vgpu("GRID P40-12C", 2))))
                .hasValue(
                        "Pascal GPUs combine only whole-card types in a VM, which P40-12C is not");
    }

    @Test
    void pascalCombinesWholeCards() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-24C", 1), vgpu("GRID P40-24C", 1))))
                .isEmpty();
    }

    @Test
    void oneVgpuIsAlwaysAllowed() {
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-1B", 24)))).isEmpty();
        assertThat(
                        with(Map.of("GRID P40-1B", inVm(false, true)))
                                .refusal(List.of(vgpu("GRID P40-1B", 24))))
                .isEmpty();
    }

    @Test
    void laterGenerationsCombineComputeButNeitherAppsNorDesktop() {
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A40-8C", 6), vgpu("NVIDIA A40-8C", 6))))
                .isEmpty();
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A40-8C", 6), vgpu("NVIDIA A40-2B", 24))))
                .hasValue("only C and Q types may be combined in a VM, and A40-2B is neither");
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A40-2A", 24), vgpu("NVIDIA A40-2A", 24))))
                .hasValue("only C and Q types may be combined in a VM, and A40-2A is neither");
    }

    /** The examples of NVIDIA's AI Enterprise user guide. */
    @Test
    void sizesMayDifferWhereBoardAndSeriesAreEqual() {
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A40-48C", 1), vgpu("NVIDIA A40-16C", 3))))
                .isEmpty();
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A30-8C", 3), vgpu("NVIDIA A16-8C", 2))))
                .hasValue("the vGPUs of a VM must be of one board, and A30-8C and A16-8C are not");
        assertThat(AMPERE.refusal(List.of(vgpu("NVIDIA A40-48C", 1), vgpu("NVIDIA A40-24Q", 2))))
                .hasValue(
                        "vGPUs of several sizes in a VM must be of one series, and A40-48C and"
                                + " A40-24Q are not");
        assertThat(PASCAL.refusal(List.of(vgpu("GRID P40-24C", 1), vgpu("GRID P40-24Q", 1))))
                .isEmpty();
    }

    @Test
    void sizesMayNotDifferWhereTheDriverHasNoHeterogeneousMultiVgpu() {
        var both = List.of(vgpu("NVIDIA A40-48C", 1), vgpu("NVIDIA A40-16C", 3));
        assertThat(said(true, true).refusal(both)).isEmpty();
        assertThat(said(true, false).refusal(both))
                .hasValue(
                        "this driver gives a VM vGPUs of one type only, and A40-48C is not A40-16C"
                                + " (heterogeneousMultiVgpu=FALSE)");
        assertThat(
                        said(true, false)
                                .refusal(
                                        List.of(
                                                vgpu("NVIDIA A40-16C", 3),
                                                vgpu("NVIDIA A40-16C", 3))))
                .isEmpty();
    }

    @Test
    void theCardsWordOnFractionsWinsOverItsGeneration() {
        var halves = List.of(vgpu("NVIDIA A40-24C", 2), vgpu("NVIDIA A40-24C", 2));
        assertThat(said(false, true).refusal(halves))
                .hasValue(
                        "this GPU combines only whole-card types in a VM, which A40-24C is not"
                                + " (fractionalMultiVgpu=0)");
        assertThat(
                        said(false, true)
                                .refusal(
                                        List.of(
                                                vgpu("NVIDIA A40-48C", 1),
                                                vgpu("NVIDIA A40-48C", 1))))
                .isEmpty();
        var pascal =
                new MultiVgpuRule(
                        new MultiVgpuCapabilities(Optional.of(true), Optional.empty()),
                        Map.of(),
                        Optional.of(Architecture.PASCAL));
        assertThat(pascal.refusal(List.of(vgpu("GRID P40-12C", 2), vgpu("GRID P40-12C", 2))))
                .isEmpty();
    }

    @Test
    void aTypeThatTheDatabaseWantsAloneIsAlone() {
        var rule =
                with(Map.of("GRID P40-24Q", inVm(true, false), "GRID P40-6Q", inVm(false, false)));
        assertThat(rule.refusal(List.of(vgpu("GRID P40-6Q", 4), vgpu("GRID P40-6Q", 4))))
                .hasValue("P40-6Q must be alone in its VM (multiVgpuSupported=0)");
        assertThat(rule.refusal(List.of(vgpu("GRID P40-24Q", 1), vgpu("GRID P40-24Q", 1))))
                .isEmpty();
    }

    @Test
    void anExclusiveTypeIsOnlyWithItsLikeWhicheverComesFirst() {
        var rule =
                with(Map.of("NVIDIA L4-4Q", inVm(true, true), "NVIDIA L4-8Q", inVm(true, false)));
        var why =
                "L4-4Q may be in a VM with vGPUs of its own type only, and L4-8Q is another"
                        + " (multiVgpuExclusive=1)";
        assertThat(rule.refusal(List.of(vgpu("NVIDIA L4-4Q", 6), vgpu("NVIDIA L4-8Q", 3))))
                .hasValue(why);
        assertThat(rule.refusal(List.of(vgpu("NVIDIA L4-8Q", 3), vgpu("NVIDIA L4-4Q", 6))))
                .hasValue(why);
        assertThat(rule.refusal(List.of(vgpu("NVIDIA L4-4Q", 6), vgpu("NVIDIA L4-4Q", 6))))
                .isEmpty();
    }

    @Test
    void theThirdCountsAsTheSecondDoes() {
        var same = vgpu("NVIDIA A40-16C", 3);
        assertThat(AMPERE.refusal(List.of(same, same, vgpu("NVIDIA A40-24Q", 2)))).isPresent();
    }

    @Test
    void theRunningDriverWinsOverItsDatabase() {
        var card = new DriverCard(0x2235, OptionalInt.empty(), Optional.of(true), true, List.of());
        var database =
                new DriverDatabase(Optional.empty(), Optional.of(true), List.of(), List.of(card));
        var halves = List.of(vgpu("NVIDIA A40-24C", 2), vgpu("NVIDIA A40-24C", 2));
        assertThat(rule(database, card, Optional.empty()).refusal(halves)).isEmpty();
        assertThat(rule(database, card, Optional.of(false)).refusal(halves)).isPresent();
    }

    private static MultiVgpuRule rule(
            DriverDatabase database, DriverCard card, Optional<Boolean> fractional) {
        return MultiVgpuRule.of(
                database,
                card,
                new MultiVgpuCapabilities(fractional, Optional.empty()),
                Optional.of(Architecture.AMPERE));
    }

    @Test
    void otherVendorsTypesAreTheirDriversBusiness() {
        assertThat(known(Optional.empty()).refusal(List.of(vgpu("mtty-1", 24), vgpu("mtty-2", 12))))
                .isEmpty();
    }

    @Test
    void noVmHasMoreThanSixteen() {
        var sixteen = Collections.nCopies(16, vgpu("GRID P40-24Q", 1));
        var seventeen = Collections.nCopies(17, vgpu("GRID P40-24Q", 1));
        assertThat(known(Optional.empty()).refusal(sixteen)).isEmpty();
        assertThat(known(Optional.empty()).refusal(seventeen))
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

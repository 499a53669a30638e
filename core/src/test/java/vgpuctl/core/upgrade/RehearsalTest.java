package vgpuctl.core.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.upgrade.StoredGpu.StoredVgpu;

class RehearsalTest {

    private static final DeviceName GPU = new DeviceName("0000:82:00.0");
    private static final int DEVICE = 0x20b5;

    private static StoredVgpu vgpu(String label, String type, String id, String... parameters) {
        return new StoredVgpu(
                label,
                new TypeName(type),
                Optional.of(new TypeId(id)),
                new TreeSet<>(List.of(parameters)));
    }

    private static StoredGpu stored(StoredVgpu... vgpus) {
        return new StoredGpu(GPU, DEVICE, OptionalInt.of(0x1533), Optional.empty(), List.of(vgpus));
    }

    private static DriverFacts.Board board(OptionalInt subsystem, String... namesAndIds) {
        var types =
                Stream.of(namesAndIds)
                        .map(text -> text.split("=", -1))
                        .map(words ->
                                new DriverFacts.Type(new TypeName(words[0]), new TypeId(words[1])))
                        .toList();
        return new DriverFacts.Board(DEVICE, subsystem, types, Map.of());
    }

    private static DriverFacts driver(DriverFacts.Board... boards) {
        return new DriverFacts(List.of(boards), Optional.empty());
    }

    private static List<UpgradeFinding> findings(StoredGpu stored, DriverFacts driver) {
        return Rehearsal.of(List.of(stored), driver).findings();
    }

    @Test
    void aDriverWithTheSameTypesChangesNothing() {
        var driver = driver(board(OptionalInt.empty(), "GRID A100D-4C=nvidia-692"));

        assertThat(Rehearsal.of(List.of(stored(vgpu("a", "GRID A100D-4C", "nvidia-692"))), driver))
                .isEqualTo(new Rehearsal(List.of(), List.of()));
    }

    @Test
    void aTypeThatIsGoneIsALossAndOthersOfItsSizeAreNamed() {
        var driver =
                driver(
                        board(
                                OptionalInt.empty(),
                                "NVIDIA A100X-40C=nvidia-1",
                                "NVIDIA A100X-4C=nvidia-2"));

        assertThat(findings(stored(vgpu("a", "GRID A100D-4C", "nvidia-692")), driver))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isLoss()).isTrue();
                    assertThat(finding.reason())
                            .isEqualTo(
                                    "the new driver has no A100D-4C on 0000:82:00.0, which a is");
                    assertThat(finding.wayOut()).isEqualTo("choose another type for it: A100X-4C");
                });
    }

    @Test
    void anotherWordBeforeTheShortNameIsARenamingAndNoLoss() {
        var driver = driver(board(OptionalInt.empty(), "NVIDIA A100D-4C=nvidia-692"));

        assertThat(findings(stored(vgpu("a", "GRID A100D-4C", "nvidia-692")), driver))
                .containsExactly(
                        new UpgradeFinding.TypeRenamed(
                                GPU,
                                "a",
                                new TypeName("GRID A100D-4C"),
                                new TypeName("NVIDIA A100D-4C")))
                .noneMatch(UpgradeFinding::isLoss);
    }

    @Test
    void anIdThatWillMeanAnotherTypeIsTold() {
        var driver =
                driver(
                        board(
                                OptionalInt.empty(),
                                "GRID A100D-4C=nvidia-701",
                                "GRID A100D-8C=nvidia-692"));

        assertThat(findings(stored(vgpu("a", "GRID A100D-4C", "nvidia-692")), driver))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.reason())
                                .isEqualTo(
                                        "A100D-4C will be nvidia-701; the definition of a has"
                                                + " nvidia-692, which will mean A100D-8C"));
    }

    @Test
    void aCardThatTheDriverNoLongerServesIsOneFinding() {
        var gpu =
                stored(
                        vgpu("a", "GRID A100D-4C", "nvidia-692"),
                        vgpu("b", "GRID A100D-4C", "nvidia-692"));

        assertThat(findings(gpu, driver())).containsExactly(new UpgradeFinding.BoardGone(GPU, 2));
        assertThat(findings(stored(), driver())).isEmpty();
    }

    @Test
    void aBoardWithTheSubsystemWinsOverOneThatNamesNone() {
        var driver =
                driver(
                        board(OptionalInt.empty(), "GRID A100-4C=nvidia-1"),
                        board(OptionalInt.of(0x1642), "GRID A100-5C=nvidia-2"),
                        board(OptionalInt.of(0x1533), "GRID A100D-4C=nvidia-692"));

        assertThat(findings(stored(vgpu("a", "GRID A100D-4C", "nvidia-692")), driver)).isEmpty();
    }

    @Test
    void parametersAndModesAreComparedWhereTheDriverSays() {
        var gpu =
                new StoredGpu(
                        GPU,
                        DEVICE,
                        OptionalInt.empty(),
                        Optional.of(GpuMode.MIXED_SIZE),
                        List.of(
                                vgpu(
                                        "a",
                                        "GRID A100D-4C",
                                        "nvidia-692",
                                        "enable_uvm",
                                        "disable_vnc")));
        var types = board(OptionalInt.empty(), "GRID A100D-4C=nvidia-692");
        var modes = Map.of(GpuMode.EQUAL_SIZE, true, GpuMode.MIXED_SIZE, false);
        var driver =
                new DriverFacts(
                        List.of(
                                new DriverFacts.Board(
                                        DEVICE, OptionalInt.empty(), types.types(), modes)),
                        Optional.of(Set.of("disable_vnc")));

        assertThat(findings(gpu, driver))
                .containsExactly(
                        new UpgradeFinding.ModeGone(GPU, GpuMode.MIXED_SIZE),
                        new UpgradeFinding.ParameterGone(GPU, "a", "enable_uvm"))
                .allMatch(UpgradeFinding::isLoss);
        assertThat(Rehearsal.of(List.of(gpu), driver(types)))
                .isEqualTo(
                        new Rehearsal(
                                List.of(),
                                List.of(
                                        "which parameters the new driver takes",
                                        "whether 0000:82:00.0 can be in mode mixed-size")));
    }
}

package vgpuctl.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

class FleetJsonTest {

    private static final GpuModel A40 =
            GpuModel.of(Catalogue.ofProject().board("A40").orElseThrow(), 17);

    private static final ClaimedVgpu VGPU =
            new ClaimedVgpu(
                    ClaimedVgpu.uuid("c", 0),
                    new TypeName("NVIDIA A40-12C"),
                    "0000:01:00.0",
                    OptionalInt.of(12));

    @Test
    void anInventoryIsReadAsItWasWritten() {
        var inventory =
                new HostInventory(
                        "h1",
                        Optional.of("rack-1"),
                        new TreeMap<>(Map.of("zone", "north")),
                        "550.54.16",
                        OptionalInt.of(17),
                        "sriov-mdev",
                        Optional.of(new HostResources(96_000, 393_216)),
                        List.of(A40),
                        List.of(
                                new FleetGpu(
                                        "0000:01:00.0",
                                        Optional.of("GPU-1"),
                                        "A40",
                                        OptionalInt.of(1),
                                        OptionalInt.of(32),
                                        Map.of(Mode.MIXED_SIZE, "its scheduler is fixed-share"),
                                        List.of(VGPU),
                                        Optional.of("fell off the bus"))));

        assertThat(InventoryJson.read(InventoryJson.write(inventory))).isEqualTo(inventory);
        assertThat(A40.type("A40-12C").orElseThrow().mixedIds()).containsExactly(0, 12, 24, 36);
    }

    @Test
    void anAllocationIsReadAsItWasWritten() {
        var claim =
                new FleetClaim(
                        "c",
                        Optional.of("team"),
                        Optional.of("vm"),
                        Optional.of("db"),
                        new HostResources(4000, 8192),
                        List.of(VGPU));
        var allocation =
                HostAllocation.empty("h1")
                        .inEpoch(3)
                        .with(claim.comingFrom("h2"), Map.of(VGPU.gpu(), Mode.MIXED_SIZE))
                        .cordoned(true);

        assertThat(AllocationJson.read(AllocationJson.write(allocation))).isEqualTo(allocation);
        assertThat(allocation.generation()).isEqualTo(3);
        assertThat(allocation.without("c").claims()).isEmpty();
    }

    @Test
    void aRequestIsReadAsItWasWritten() {
        var need = new Wanted.Need(12 * 1024, Series.C);
        var plain = PlacementRequest.of("c", need, 1);
        var special =
                new PlacementRequest(
                        "c",
                        Optional.of("team"),
                        Optional.of("vm"),
                        new Wanted.Exactly(new TypeName("A40-12C")),
                        2,
                        new HostResources(1, 2),
                        Where.ANYWHERE
                                .with(GpuSharing.DIFFERENT)
                                .onOneNuma()
                                .onNuma(1)
                                .onModels(Set.of("A40"))
                                .inGroups(Set.of("rack-1"))
                                .onHosts(Set.of("h1"))
                                .notOnHosts(Set.of("h2"))
                                .labelled(Map.of("zone", "north"))
                                .apart("db")
                                .onSeveralHosts(),
                        true,
                        Optional.of(PlacementPolicy.SPREAD));

        assertThat(RequestJson.read(RequestJson.write(plain))).isEqualTo(plain);
        assertThat(RequestJson.read(RequestJson.write(special))).isEqualTo(special);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | '' is no object",
                "{\"kind\":\"HostInventory\",\"version\":1} | 'kind' is HostInventory and not",
                "{\"kind\":\"HostAllocation\",\"version\":2} | 'version' is 2, and only 1 is known",
                "{\"kind\":\"HostAllocation\",\"version\":1} | 'host' is missing",
                "{\"kind\":\"HostAllocation\",\"version\":1,\"host\":7} | 'host' is not a text",
                "{\"kind\":\"HostAllocation\",\"version\":1,\"host\":\"h\",\"epoch\":0,"
                        + "\"generation\":0,\"modes\":{\"g\":\"odd\"}} | 'modes' cannot be odd",
                "{\"kind\":\"HostAllocation\",\"version\":1,\"host\":\"h\",\"epoch\":0,"
                        + "\"generation\":0,\"claims\":[{\"id\":\"c\",\"vgpus\":[{}]}]}"
                        + "| 'claims[0].vgpus[0].uuid' is missing",
                "{\"kind\":\"HostAllocation\",\"version\":1,\"host\":\"h\",\"epoch\":0,"
                        + "\"generation\":0,\"claims\":[{\"id\":\"c\"},{\"id\":\"c\"}]}"
                        + "| '' makes no sense: two claims c on h"
            })
    void whatCannotBeReadIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> AllocationJson.read(text))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining(message);
    }
}

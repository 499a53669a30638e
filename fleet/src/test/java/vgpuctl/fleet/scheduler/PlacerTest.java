package vgpuctl.fleet.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.GpuModel.OfferedType;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;

/** The placement engine beside a search through everything, over random histories. */
class PlacerTest {

    private static final int HOSTS = 3;
    private static final int STEPS = 400;

    private final Map<String, FleetHost> hosts = new HashMap<>();
    private final List<String> claims = new ArrayList<>();

    private static PlacementRules rules(PlacementPolicy policy, long seed) {
        return new PlacementRules(policy, PlacementRules.USUAL.outlook(), List.of(), seed);
    }

    private Placer fleet(PlacementRules rules) {
        for (var number = 0; number < HOSTS; number++) {
            var inventory = TestFleet.inventory("h" + number, 1 + number);
            hosts.put(
                    inventory.host(),
                    FleetHost.of(inventory, HostAllocation.empty(inventory.host())));
        }
        return Placer.of(hosts.values(), rules);
    }

    @ParameterizedTest
    @EnumSource
    void whatFitsSomewhereIsPlacedAndNothingElse(PlacementPolicy policy) {
        for (var seed = 0L; seed < 10; seed++) {
            hosts.clear();
            claims.clear();
            var placer = fleet(rules(policy, seed));
            var random = new Random(seed);
            var refused = 0;
            for (var step = 0; step < STEPS; step++) {
                if (!claims.isEmpty() && random.nextInt(5) < 2) {
                    release(placer, claims.remove(random.nextInt(claims.size())));
                    continue;
                }
                var type = TestFleet.TYPES.get(random.nextInt(TestFleet.TYPES.size()));
                var request = TestFleet.request("c" + step, type, 1);
                var decision = placer.decide(request);
                assertThat(decision.fits())
                        .as("%s of seed %d, step %d: %s on %s", type, seed, step, decision, hosts)
                        .isEqualTo(fitsSomewhere(type));
                if (decision instanceof Placed placed) {
                    commit(placer, placed);
                } else {
                    assertThat(((Decision.Refused) decision).reasons()).isNotEmpty();
                    refused++;
                }
            }
            assertThat(refused).as("requests that did not fit, of seed " + seed).isPositive();
        }
    }

    /** Which of several GPUs or ids that are as good it is depends on what was there before. */
    private static List<String> essence(Decision decision) {
        return switch (decision) {
            case Placed placed ->
                    placed.vgpus().stream()
                            .map(vgpu ->
                                    "%s %s %s".formatted(vgpu.host(), vgpu.type(), vgpu.mode()))
                            .toList();
            case Decision.Refused refused ->
                    refused.reasons().stream().map(Decision.Reason::toString).toList();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anIndexThatFollowedAHistoryDecidesAsANewOne(long seed) {
        var placer = fleet(rules(PlacementPolicy.PACK, seed));
        var random = new Random(seed);
        for (var step = 0; step < STEPS; step++) {
            if (!claims.isEmpty() && random.nextInt(5) < 2) {
                release(placer, claims.remove(random.nextInt(claims.size())));
                continue;
            }
            var type = TestFleet.TYPES.get(random.nextInt(TestFleet.TYPES.size()));
            var request = TestFleet.request("c" + step, type, 1 + random.nextInt(3));
            var decision = placer.decide(request);
            var anew = Placer.of(hosts.values(), rules(PlacementPolicy.PACK, seed));
            assertThat(essence(decision))
                    .as("step %d: %s", step, decision)
                    .isEqualTo(essence(anew.decide(request)));
            if (decision instanceof Placed placed) {
                commit(placer, placed);
            }
        }
    }

    @Test
    void spreadingUsesAnotherGpuWherePackingUsesTheSame() {
        var packed = gpusOfTwo(PlacementPolicy.PACK);
        var spread = gpusOfTwo(PlacementPolicy.SPREAD);
        assertThat(packed).isEqualTo(1);
        assertThat(spread).isEqualTo(2);
    }

    private long gpusOfTwo(PlacementPolicy policy) {
        hosts.clear();
        var placer = fleet(rules(policy, 0));
        var gpus = new ArrayList<String>();
        for (var claim : List.of("a", "b")) {
            var placed = (Placed) placer.decide(TestFleet.request(claim, "A40-12Q", 1));
            placed.vgpus().forEach(vgpu -> gpus.add(vgpu.host() + " " + vgpu.gpu()));
            commit(placer, placed);
        }
        return gpus.stream().distinct().count();
    }

    private void commit(Placer placer, Placed placed) {
        placer.commit(placed);
        claims.add(placed.request().claim());
        hosts.replaceAll((id, host) -> {
            if (!placed.hosts().contains(id)) {
                return host;
            }
            var after = placed.appliedTo(host.allocation());
            assertThat(TestFleet.faults(after)).isEmpty();
            return host.with(after);
        });
        assertThat(placer.hosts()).containsExactlyInAnyOrderElementsOf(hosts.values());
    }

    private void release(Placer placer, String claim) {
        placer.release(claim);
        hosts.replaceAll((_, host) ->
                host.allocation().claim(claim).isEmpty()
                        ? host
                        : host.with(host.allocation().without(claim)));
        assertThat(placer.hosts()).containsExactlyInAnyOrderElementsOf(hosts.values());
    }

    /** By the board's rules, GPU by GPU, without any index. */
    private boolean fitsSomewhere(String type) {
        for (var host : hosts.values()) {
            for (var gpu : host.inventory().gpus()) {
                if (fits(host.inventory(), host.allocation(), gpu.id(), type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(
            HostInventory inventory, HostAllocation allocation, String gpu, String type) {
        var model = inventory.modelOf(inventory.gpu(gpu).orElseThrow());
        var wanted = model.type(type).orElseThrow();
        var there =
                allocation.claims().stream()
                        .flatMap(claim -> claim.vgpus().stream())
                        .filter(vgpu -> vgpu.gpu().equals(gpu))
                        .toList();
        if (there.isEmpty()) {
            return true;
        }
        if (allocation.modeOf(gpu) != Mode.MIXED_SIZE) {
            var first = model.type(there.getFirst().type().token()).orElseThrow();
            return first.framebufferMib() == wanted.framebufferMib()
                    && there.size() < wanted.most();
        }
        return wanted.mixedIds().stream()
                .anyMatch(id ->
                        there.stream()
                                .noneMatch(vgpu ->
                                        overlap(
                                                id,
                                                wanted,
                                                vgpu,
                                                model.type(vgpu.type().token()).orElseThrow())));
    }

    private static boolean overlap(int id, OfferedType wanted, ClaimedVgpu vgpu, OfferedType its) {
        var begin = vgpu.placementId().orElseThrow();
        return id < begin + its.framebufferMib() / 1024
                && begin < id + wanted.framebufferMib() / 1024;
    }
}

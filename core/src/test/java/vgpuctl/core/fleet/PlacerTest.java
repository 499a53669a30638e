package vgpuctl.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.Decision.Refused;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.fleet.place.Defragmentation;
import vgpuctl.core.fleet.place.Drain;
import vgpuctl.core.fleet.place.Landing;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.PlacementRules.Headroom;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

class PlacerTest {

    private static final GpuModel A40 = model("A40", 17);
    private static final GpuModel L4 = model("L4", 18);
    private static final GpuModel P40 = model("P40", 16);

    private static GpuModel model(String board, int branch) {
        return GpuModel.of(Catalogue.ofProject().board(board).orElseThrow(), branch);
    }

    private static FleetHost host(String id, GpuModel model, int gpus) {
        var ids = new ArrayList<String>();
        for (var i = 0; i < gpus; i++) {
            ids.add("g" + i);
        }
        return FleetHost.of(HostInventory.of(id, "550", model, ids), HostAllocation.empty(id));
    }

    private static Wanted type(String token) {
        return new Wanted.Exactly(new TypeName(token));
    }

    private static PlacementRequest ask(String claim, String token, int count) {
        return PlacementRequest.of(claim, type(token), count);
    }

    private static Decision.Placed placed(Placer placer, PlacementRequest request) {
        var decision = placer.decide(request);
        assertThat(decision).isInstanceOf(Decision.Placed.class);
        placer.commit((Decision.Placed) decision);
        return (Decision.Placed) decision;
    }

    private static Refused refused(Placer placer, PlacementRequest request) {
        var decision = placer.decide(request);
        assertThat(decision).isInstanceOf(Refused.class);
        return (Refused) decision;
    }

    // ---- random histories, beside a search of everything ----

    private static List<FleetHost> smallFleet(Random random) {
        var hosts = new ArrayList<FleetHost>();
        var models = List.of(A40, L4, P40);
        for (var h = 0; h < 1 + random.nextInt(3); h++) {
            hosts.add(
                    host(
                            "h" + h,
                            models.get(random.nextInt(models.size())),
                            1 + random.nextInt(3)));
        }
        return hosts;
    }

    private static PlacementRequest randomRequest(int number, Random random) {
        var boards = List.of("A40", "L4", "P40");
        var board = boards.get(random.nextInt(boards.size()));
        var sizes =
                board.equals("A40") ? List.of(4, 6, 8, 12, 16, 24, 48) : List.of(4, 6, 8, 12, 24);
        var size = sizes.get(random.nextInt(sizes.size()));
        var series = random.nextBoolean() ? "C" : "Q";
        var wanted =
                random.nextInt(3) == 0
                        ? new Wanted.Need(size * 1024, random.nextBoolean() ? Series.C : Series.Q)
                        : type(board + "-" + size + series);
        var count = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
        var sharing = List.of(GpuSharing.values()).get(random.nextInt(3));
        var request =
                PlacementRequest.of("c" + number, wanted, count)
                        .with(Where.ANYWHERE.with(sharing))
                        .with(List.of(PlacementPolicy.values()).get(random.nextInt(3)));
        return random.nextInt(4) == 0 ? request.forVm("vm" + number) : request;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aRequestIsPlacedExactlyWhereASearchOfEverythingFindsAPlace(long seed) {
        var random = new Random(seed);
        var placer = Placer.of(smallFleet(random), PlacementRules.USUAL.with(seed));
        var claims = new ArrayList<String>();
        var fitted = 0;
        for (var n = 0; n < 150; n++) {
            var request = randomRequest(n, random);
            var placed = placer.place(request);

            assertThat(placed.isPresent())
                    .as("%s on %s", request, placer.allocations())
                    .isEqualTo(new EveryPlace(placer.hosts()).has(request));

            placed.ifPresent(placer::commit);
            placed.ifPresent(_ -> claims.add(request.claim()));
            fitted += placed.isPresent() ? 1 : 0;
            placer.hosts().forEach(EveryPlace::assertValid);
            if (!claims.isEmpty() && random.nextInt(5) < 2) {
                placer.release(claims.remove(random.nextInt(claims.size())));
            }
        }
        assertThat(fitted).isPositive().isLessThan(150);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anIndexThatFollowedDecidesAsOneThatIsNew(long seed) {
        var random = new Random(seed);
        var hosts = new ArrayList<FleetHost>();
        for (var h = 0; h < 12; h++) {
            hosts.add(host("h" + h, List.of(A40, L4, P40).get(h % 3), 1 + h % 4));
        }
        var rules =
                PlacementRules.USUAL
                        .with(seed)
                        .with(List.of(new Headroom(type("A40-24C"), 2, Set.of())));
        var placer = Placer.of(hosts, rules);
        var claims = new ArrayList<String>();
        for (var n = 0; n < 400; n++) {
            var request = randomRequest(n, random);
            var rebuilt = Placer.of(placer.hosts(), rules);

            var placed = placer.place(request);
            assertThat(placed).isEqualTo(rebuilt.place(request));

            placed.ifPresent(placer::commit);
            placed.ifPresent(_ -> claims.add(request.claim()));
            if (claims.size() > 20) {
                placer.release(claims.remove(random.nextInt(claims.size())));
            }
        }
    }

    /**
     * Tries every place by the rules of the documents, and knows nothing of how placing searches.
     */
    private record EveryPlace(Collection<FleetHost> hosts) {

        private record On(GpuModel.OfferedType type, int placementId) {}

        boolean has(PlacementRequest request) {
            return hosts.stream().anyMatch(host -> fits(host, request));
        }

        private static boolean fits(FleetHost host, PlacementRequest request) {
            var model = host.inventory().models().getFirst();
            for (var type : model.types()) {
                var isWanted =
                        request.wanted() instanceof Wanted.Exactly(var name)
                                ? type.token().equals(name.token())
                                : request.wanted().isMetBy(type.type());
                var mayBe =
                        request.vm().isEmpty()
                                || request.count() == 1
                                || type.mostPerVm() >= request.count();
                if (isWanted && mayBe && fits(host, model, type, request)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean fits(
                FleetHost host,
                GpuModel model,
                GpuModel.OfferedType type,
                PlacementRequest request) {
            var most = new ArrayList<Integer>();
            for (var gpu : host.inventory().gpus()) {
                most.add(more(model, on(host, gpu.id()), mode(host, gpu.id()), type));
            }
            return switch (request.where().gpus()) {
                case ANY -> most.stream().mapToInt(Integer::intValue).sum() >= request.count();
                case SAME -> most.stream().anyMatch(n -> n >= request.count());
                case DIFFERENT -> most.stream().filter(n -> n > 0).count() >= request.count();
            };
        }

        /** The most that can be added, by trying every place for each. */
        private static int more(
                GpuModel model, List<On> on, Optional<Mode> mode, GpuModel.OfferedType type) {
            var most = 0;
            for (var tried : mode.map(List::of).orElse(List.of(Mode.EQUAL_SIZE, Mode.MIXED_SIZE))) {
                var ids = tried == Mode.MIXED_SIZE ? type.mixedIds() : List.of(-1);
                for (var id : ids) {
                    var then = new ArrayList<>(on);
                    then.add(new On(type, id));
                    // Ids of one type never overlap, so that the first of them is as good as any.
                    if (isValid(model, then, tried)) {
                        return Math.max(most, 1 + more(model, then, Optional.of(tried), type));
                    }
                }
                if (mode.isEmpty()) {
                    continue;
                }
                return most;
            }
            return most;
        }

        private static Optional<Mode> mode(FleetHost host, String gpu) {
            return on(host, gpu).isEmpty()
                    ? Optional.empty()
                    : Optional.of(host.allocation().modeOf(gpu));
        }

        private static List<On> on(FleetHost host, String gpu) {
            var model = host.inventory().models().getFirst();
            var on = new ArrayList<On>();
            for (var claim : host.allocation().claims()) {
                for (var vgpu : claim.vgpus()) {
                    if (vgpu.gpu().equals(gpu)) {
                        on.add(
                                new On(
                                        model.type(vgpu.type().token()).orElseThrow(),
                                        vgpu.placementId().orElse(-1)));
                    }
                }
            }
            return on;
        }

        static void assertValid(FleetHost host) {
            var model = host.inventory().models().getFirst();
            for (var gpu : host.inventory().gpus()) {
                var on = on(host, gpu.id());
                assertThat(isValid(model, on, host.allocation().modeOf(gpu.id())))
                        .as("%s of %s: %s", gpu.id(), host.id(), on)
                        .isTrue();
            }
        }

        private static boolean isValid(GpuModel model, List<On> on, Mode mode) {
            if (mode == Mode.EQUAL_SIZE) {
                return on.stream().map(o -> o.type.framebufferMib()).distinct().count() <= 1
                        && (model.mixesSeries()
                                || on.stream().map(On::type).distinct().count() <= 1)
                        && on.stream().allMatch(o -> on.size() <= o.type.most());
            }
            for (var i = 0; i < on.size(); i++) {
                var one = on.get(i);
                var gib = Math.ceilDiv(one.type.framebufferMib(), 1024);
                for (var j = 0; j < on.size(); j++) {
                    var begins = on.get(j).placementId;
                    if (i != j && begins >= one.placementId && begins < one.placementId + gib) {
                        return false;
                    }
                }
                if (!one.type.mixedIds().contains(one.placementId)) {
                    return false;
                }
            }
            return true;
        }
    }

    // ---- what is chosen, and why not ----

    @Test
    void packFillsAGpuThatIsCutAlreadyAndSpreadTakesAnEmptyOne() {
        for (var policy : PlacementPolicy.values()) {
            var placer = Placer.of(List.of(host("a", A40, 2)), PlacementRules.USUAL.with(policy));
            var first = placed(placer, ask("c1", "A40-12C", 1)).vgpus().getFirst().gpu();
            var second = placed(placer, ask("c2", "A40-12C", 1)).vgpus().getFirst().gpu();
            assertThat(first.equals(second)).isEqualTo(policy != PlacementPolicy.SPREAD);
        }
    }

    @Test
    void aNeedGetsTheSmallestTypeUnlessALargerOneKeepsAnotherGpuWhole() {
        for (var policy : PlacementPolicy.values()) {
            var placer = Placer.of(List.of(host("a", A40, 2)), PlacementRules.USUAL.with(policy));
            var need = PlacementRequest.of("c1", new Wanted.Need(11 * 1024, Series.C), 1);
            var vgpus = placed(placer, need).vgpus();
            assertThat(vgpus.getFirst().type().token()).as("%s", policy).isEqualTo("A40-12C");
            var two = PlacementRequest.of("c2", new Wanted.Need(7 * 1024, Series.Q), 2);
            assertThat(placed(placer, two).vgpus())
                    .as("%s", policy)
                    .allMatch(vgpu -> vgpu.type().framebufferGb().orElseThrow() <= 12);
        }
    }

    @Test
    void ofHostsThatAreAsGoodTheFirstByNameIsTakenUnlessASeedScattersThem() {
        var twenty = new ArrayList<FleetHost>();
        for (var h = 39; h >= 20; h--) {
            twenty.add(host("h" + h, A40, 2));
        }
        assertThat(firstOf(twenty, 0)).isEqualTo("h20");
        var scattered = new TreeSet<String>();
        for (var seed = 1; seed <= 20; seed++) {
            assertThat(firstOf(twenty, seed)).isEqualTo(firstOf(twenty, seed));
            scattered.add(firstOf(twenty, seed));
        }
        assertThat(scattered).hasSizeGreaterThan(5);
    }

    private static String firstOf(List<FleetHost> hosts, long seed) {
        var placer = Placer.of(hosts, PlacementRules.USUAL.with(seed));
        return placed(placer, ask("c", "A40-12Q", 1)).hosts().getFirst();
    }

    @Test
    void claimsThatAreApartAreOnDifferentHosts() {
        var placer = Placer.of(List.of(host("a", A40, 2), host("b", A40, 2)), PlacementRules.USUAL);
        var apart = Where.ANYWHERE.apart("db");
        var one = placed(placer, ask("c1", "A40-12C", 1).with(apart)).hosts();
        var other = placed(placer, ask("c2", "A40-12C", 1).with(apart)).hosts();
        assertThat(one).isNotEqualTo(other);
        var refused = refused(placer, ask("c3", "A40-12C", 1).with(apart));
        assertThat(refused.reasons().getFirst().sentence()).contains("must be apart, 'db'");
        assertThat(refused.cheapest().orElseThrow().words())
                .startsWith("without 'apart' it fits on");
    }

    @Test
    void vGpusOfOneNodeAreOnGpusOfOneNode() {
        var gpus = new ArrayList<FleetGpu>();
        for (var i = 0; i < 4; i++) {
            var gpu = FleetGpu.of("g" + i, "A40");
            gpus.add(
                    new FleetGpu(
                            gpu.id(),
                            gpu.uuid(),
                            gpu.model(),
                            OptionalInt.of(i % 2),
                            gpu.functions(),
                            gpu.barred(),
                            gpu.others(),
                            gpu.unusable()));
        }
        var inventory =
                new HostInventory(
                        "a",
                        Optional.of("rack-1"),
                        new TreeMap<>(Map.of("zone", "north")),
                        "550",
                        OptionalInt.of(17),
                        "vfio",
                        Optional.of(new HostResources(8000, 8000)),
                        List.of(A40),
                        gpus);
        var placer =
                Placer.of(
                        List.of(FleetHost.of(inventory, HostAllocation.empty("a"))),
                        PlacementRules.USUAL);
        var two = ask("c1", "A40-48C", 2).with(Where.ANYWHERE.onOneNuma());
        var nodes =
                placed(placer, two).vgpus().stream()
                        .map(v -> inventory.gpu(v.gpu()).orElseThrow().numa())
                        .distinct();
        assertThat(nodes).hasSize(1);
        assertThat(placer.place(ask("c2", "A40-48C", 1).with(new HostResources(9000, 1))))
                .isEmpty();
        assertThat(placer.place(ask("c2", "A40-48C", 1).with(Where.ANYWHERE.inGroups(Set.of("r")))))
                .isEmpty();
        assertThat(
                        placer.place(
                                ask("c2", "A40-48C", 1)
                                        .with(Where.ANYWHERE.labelled(Map.of("zone", "north")))))
                .isPresent();
    }

    @Test
    void headroomIsLeftToThoseWhoMayUseIt() {
        var rules = PlacementRules.USUAL.with(List.of(new Headroom(type("A40-48C"), 1, Set.of())));
        var placer = Placer.of(List.of(host("a", A40, 2)), rules);
        placed(placer, ask("c1", "A40-48C", 1));
        var refused = refused(placer, ask("c2", "A40-4C", 1));
        assertThat(refused.reasons().getFirst().sentence())
                .isEqualTo("room for 1 × A40-48C is kept free");
    }

    @Test
    void aRequestThatFitsNowhereIsToldWhatWouldHelp() {
        var placer = Placer.of(List.of(host("a", A40, 1), host("b", A40, 1)), PlacementRules.USUAL);
        placed(placer, ask("c1", "A40-12C", 1).with(PlacementPolicy.SPREAD));
        placed(placer, ask("c2", "A40-12C", 1).with(PlacementPolicy.SPREAD));
        var refused = refused(placer, ask("c3", "A40-48C", 1));
        assertThat(refused.reasons().getFirst().hosts()).isEqualTo(2);
        assertThat(refused.cheapest().orElseThrow().words())
                .startsWith("it fits when A40-12C of c");
        assertThat(placer.hosts().stream().filter(h -> h.allocation().claims().size() == 1))
                .hasSize(2);
    }

    @Test
    void aCordonedHostTakesNothingAndADrainedOneIsEmptied() {
        var placer = Placer.of(List.of(host("a", A40, 2), host("b", A40, 2)), PlacementRules.USUAL);
        for (var n = 0; n < 6; n++) {
            placed(placer, ask("c" + n, n % 2 == 0 ? "A40-8C" : "A40-12Q", 1));
        }
        var from = placer.hostsOf("c0").iterator().next();
        var before = placer.allocations();
        var drain = Drain.of(placer, from, 100);
        assertThat(drain.left()).isEmpty();
        assertThat(placer.allocations()).isEqualTo(before);
        drain.carryOut(placer);
        assertThat(placer.host(from).orElseThrow().allocation().claims()).isEmpty();
        placer.hosts().forEach(EveryPlace::assertValid);
        assertThat(Drain.of(placer, from.equals("a") ? "b" : "a", 2).left()).hasSize(4);
    }

    @Test
    void defragmentingMakesRoomWithFewMoves() {
        var placer = Placer.of(List.of(host("a", A40, 2)), PlacementRules.USUAL);
        placed(placer, ask("c1", "A40-12C", 1).with(PlacementPolicy.SPREAD));
        placed(placer, ask("c2", "A40-12C", 1).with(PlacementPolicy.SPREAD));
        assertThat(placer.place(ask("c3", "A40-48C", 1))).isEmpty();
        var plan = Defragmentation.of(placer, 5);
        assertThat(plan.moves()).hasSize(1);
        plan.carryOut(placer);
        assertThat(placer.place(ask("c3", "A40-48C", 1))).isPresent();
    }

    @Test
    void whatIsOnItsWayIsMovedByNobodyElse() {
        var placer = Placer.of(List.of(host("a", A40, 2), host("b", A40, 2)), PlacementRules.USUAL);
        var placed = placed(placer, ask("c1", "A40-12C", 1));
        var from = placed.hosts().getFirst();
        var target = placer.host(from.equals("a") ? "b" : "a").orElseThrow();
        var coming = placed.claimOn(from).comingFrom(from);
        placer.put(target.with(target.allocation().with(coming, Map.of())));
        assertThat(Drain.of(placer, from, 9).left())
                .extracting(Relocation.Left::why)
                .containsExactly("it is on its way already");
        assertThat(Defragmentation.of(placer, 9).moves()).isEmpty();
        placed(placer, ask("c2", "A40-48C", 1));
        placed(placer, ask("c4", "A40-48C", 1));
        assertThat(Relocation.makeRoom(placer, ask("c3", "A40-48C", 1), 9)).isEmpty();
    }

    @Test
    void claimsOfOneVmStayTogetherWhenItsHostIsDrained() {
        var placer = Placer.of(List.of(host("a", A40, 2), host("b", A40, 2)), PlacementRules.USUAL);
        placed(placer, ask("c1", "A40-12Q", 1).forVm("vm"));
        placed(placer, ask("c2", "A40-12Q", 1).forVm("vm"));
        var from = placer.hostsOf("c1").iterator().next();
        assertThat(Drain.of(placer, from, 9).left())
                .extracting(Relocation.Left::why)
                .containsOnly("its VM has other claims on this host, which are not moved together")
                .hasSize(2);
    }

    @Test
    void aLandingIsCheckedAgainstTheDocumentsOfNow() {
        var placer = Placer.of(List.of(host("a", A40, 1)), PlacementRules.USUAL);
        var planned = (Decision.Placed) placer.decide(ask("c1", "A40-12C", 1));
        var now = placer.host("a").orElseThrow();
        assertThat(obstacle(now, planned)).isEmpty();

        placed(placer, ask("other", "A40-24C", 1));
        var taken = placer.host("a").orElseThrow();
        assertThat(obstacle(taken, planned)).isEqualTo("a: its place is taken by now");

        assertThat(obstacle(host("a", L4, 1), planned))
                .isEqualTo("a: g0 does not offer A40-12C any more");
        var cordoned = now.with(now.allocation().cordoned(true));
        assertThat(obstacle(cordoned, planned)).isEqualTo("a: it is cordoned");
        var silent =
                new FleetHost(
                        now.inventory(), now.allocation(), Optional.of("its agent is not heard"));
        assertThat(obstacle(silent, planned)).isEqualTo("a: its agent is not heard");
        var none =
                FleetHost.of(
                        HostInventory.of("a", "550", A40, List.of("g7")),
                        HostAllocation.empty("a"));
        assertThat(obstacle(none, planned)).isEqualTo("a: g0 is not there any more");
    }

    private static String obstacle(FleetHost host, Decision.Placed placed) {
        return Landing.obstacle(host, placed, placed.appliedTo(host.allocation())).orElse("");
    }
}

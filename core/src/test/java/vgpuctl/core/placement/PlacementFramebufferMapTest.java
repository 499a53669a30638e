package vgpuctl.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.pci.Architecture;

class PlacementFramebufferMapTest {

    private static final int MOST_TIME_SLICED_VGPUS_PER_GPU = 32;

    private static final List<FramebufferMap> GPUS = gpus();

    private static final FramebufferMap A40 = ofBoard("A40");

    @Test
    void creatableIdsShrinkAsTheGpuFills() {
        var with24 = A40.with(new Placement(0, 24));
        assertThat(with24.creatable(sized(16))).containsExactly(32);
        assertThat(with24.creatable(sized(8))).containsExactly(24, 40);
        assertThat(with24.creatable(sized(48))).isEmpty();
        assertThat(with24.driversChoice(sized(48))).isEmpty();
        assertThat(with24.bestChoice(sized(48))).isEmpty();
    }

    /**
     * The driver's own choice loses the place for a second 12 GB vGPU; docs/placement.md draws it.
     */
    @Test
    void theFirstFreeIdCanCostALargerPlaceThatTheBestOneKeeps() {
        var map = A40.with(new Placement(0, 12)).with(new Placement(32, 16));
        assertThat(map.driversChoice(sized(4))).hasValue(12);
        assertThat(map.bestChoice(sized(4))).hasValue(24);
        assertThat(map.with(new Placement(12, 4)).creatable(sized(12))).isEmpty();
        assertThat(map.with(new Placement(24, 4)).creatable(sized(12))).containsExactly(12);
    }

    @Test
    void theHalfThatIsBrokenAlreadyIsFilledFirst() {
        var map = A40.with(new Placement(44, 4));
        assertThat(map.driversChoice(sized(4))).hasValue(0);
        assertThat(map.bestChoice(sized(4))).hasValue(36);
    }

    /** At 17 it breaks one half, as anywhere, but neither place of a 16 GB vGPU: 0 and 32. */
    @Test
    void aSmallVgpuGoesWhereLargePlacesHaveTheirGap() {
        assertThat(A40.driversChoice(sized(1))).hasValue(0);
        assertThat(A40.bestChoice(sized(1))).hasValue(17);
    }

    @Test
    void ofEquallyGoodIdsTheLowestIsTaken() {
        assertThat(A40.bestChoice(sized(24))).hasValue(0);
        assertThat(A40.with(new Placement(0, 24)).bestChoice(sized(12))).hasValue(24);
    }

    @Test
    void aPlaceThatIsTakenOrOutsideIsRefused() {
        var map = A40.with(new Placement(0, 24));
        assertThatThrownBy(() -> map.with(new Placement(16, 8)))
                .hasMessageContaining("8 GiB at 16");
        assertThatThrownBy(() -> map.with(new Placement(40, 16)))
                .hasMessageContaining("16 GiB at 40");
        assertThatThrownBy(() -> map.without(new Placement(0, 12)))
                .hasMessageContaining("12 GiB at 0");
    }

    @Test
    void aGpuCannotGetMoreVgpusThanTheDriverAllows() {
        for (var gpu : GPUS) {
            assertThat(mostTogether(gpu))
                    .as(gpu.toString())
                    .isLessThanOrEqualTo(MOST_TIME_SLICED_VGPUS_PER_GPU);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesAndGoesPlacementsStayInTheRegionAndApart(long seed) {
        var random = new Random(seed);
        for (var gpu : GPUS) {
            var map = gpu;
            for (var i = 0; i < 60; i++) {
                map = step(map, random);
                assertApartAndInside(map);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void oursNeverLeavesFewerLargestPlacesThanTheDriversChoice(long seed) {
        var random = new Random(seed);
        for (var gpu : GPUS) {
            var map = gpu;
            for (var i = 0; i < 60; i++) {
                map = step(map, random);
                for (var size : map.sizes()) {
                    var ours = map.bestChoice(size);
                    var drivers = map.driversChoice(size);
                    assertThat(ours.isPresent()).isEqualTo(drivers.isPresent());
                    if (ours.isPresent()) {
                        assertLeavesNoLess(map, size, ours.orElseThrow(), drivers.orElseThrow());
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void theOrderOfReleaseDoesNotMatter(long seed) {
        var random = new Random(seed);
        for (var gpu : GPUS) {
            var full = gpu;
            for (var i = 0; i < 40; i++) {
                full = step(full, random);
            }
            var going = new ArrayList<>(full.taken());
            Collections.shuffle(going, random);
            var some = going.subList(0, going.size() / 2);
            var oneWay = without(full, some);
            assertThat(without(full, some.reversed())).isEqualTo(oneWay);
            var staying = new ArrayList<>(going.subList(some.size(), going.size()));
            Collections.shuffle(staying, random);
            assertThat(new FramebufferMap(gpu.regionGib(), gpu.sizes(), staying)).isEqualTo(oneWay);
            assertThat(without(full, going)).isEqualTo(gpu);
        }
    }

    /** As many vGPUs side by side as can be: always the one that ends first. */
    private static int mostTogether(FramebufferMap gpu) {
        var all = new ArrayList<Placement>();
        for (var size : gpu.sizes()) {
            size.ids().forEach(id -> all.add(size.at(id)));
        }
        all.sort((left, right) -> Integer.compare(left.end(), right.end()));
        var count = 0;
        var end = 0;
        for (var placement : all) {
            if (placement.id() >= end) {
                count++;
                end = placement.end();
            }
        }
        return count;
    }

    private static void assertLeavesNoLess(
            FramebufferMap map, SupportedPlacements size, int ours, int drivers) {
        var oursLeaves = places(map.with(size.at(ours)));
        var driversLeaves = places(map.with(size.at(drivers)));
        var largest = lastWhereEitherHasAny(oursLeaves, driversLeaves);
        assertThat(oursLeaves[largest])
                .as("%s: %s rather than %s", map.taken(), size.at(ours), drivers)
                .isGreaterThanOrEqualTo(driversLeaves[largest]);
        if (ours == drivers) {
            return;
        }
        // Where ours is another id there is a size of which it keeps more, and of none larger less.
        var i = oursLeaves.length - 1;
        while (oursLeaves[i] == driversLeaves[i]) {
            i--;
        }
        assertThat(oursLeaves[i]).isGreaterThan(driversLeaves[i]);
    }

    /** For each size in GiB, how many of its places are free; counted from GiB to GiB. */
    private static int[] places(FramebufferMap map) {
        var isTaken = new boolean[map.regionGib()];
        for (var placement : map.taken()) {
            Arrays.fill(isTaken, placement.id(), placement.end(), true);
        }
        var places = new int[map.regionGib() + 1];
        for (var size : map.sizes()) {
            for (var id : size.ids()) {
                var free = true;
                for (var gib = id; gib < id + size.sizeGib(); gib++) {
                    free &= !isTaken[gib];
                }
                places[size.sizeGib()] += free ? 1 : 0;
            }
        }
        return places;
    }

    private static int lastWhereEitherHasAny(int[] left, int[] right) {
        for (var i = left.length - 1; i > 0; i--) {
            if (left[i] + right[i] > 0) {
                return i;
            }
        }
        return 0;
    }

    private static void assertApartAndInside(FramebufferMap map) {
        var isTaken = new boolean[map.regionGib()];
        for (var placement : map.taken()) {
            for (var gib = placement.id(); gib < placement.end(); gib++) {
                assertThat(isTaken[gib]).as("%s", map.taken()).isFalse();
                isTaken[gib] = true;
            }
        }
    }

    /** One vGPU comes, at the driver's place, at ours or at any, or one goes. */
    private static FramebufferMap step(FramebufferMap map, Random random) {
        if (!map.taken().isEmpty() && random.nextInt(3) == 0) {
            return map.without(map.taken().get(random.nextInt(map.taken().size())));
        }
        var size = map.sizes().get(random.nextInt(map.sizes().size()));
        var free = map.creatable(size);
        if (free.isEmpty()) {
            return map;
        }
        var id =
                switch (random.nextInt(3)) {
                    case 0 -> map.driversChoice(size).orElseThrow();
                    case 1 -> map.bestChoice(size).orElseThrow();
                    default -> free.get(random.nextInt(free.size()));
                };
        return map.with(size.at(id));
    }

    private static FramebufferMap without(FramebufferMap map, List<Placement> going) {
        var left = map;
        for (var placement : going) {
            left = left.without(placement);
        }
        return left;
    }

    private static SupportedPlacements sized(int gib) {
        return A40.size(gib).orElseThrow();
    }

    private static FramebufferMap ofBoard(String token) {
        var catalogue = Catalogue.ofProject();
        var board = catalogue.board(token).orElseThrow();
        assertThat(board.architecture()).isEqualTo(Architecture.AMPERE);
        return FramebufferMap.ofBoard(board, catalogue.typesOf(board)).orElseThrow();
    }

    /** One map of each kind that the catalogue's boards have. */
    private static List<FramebufferMap> gpus() {
        var catalogue = Catalogue.ofProject();
        return catalogue.boards().stream()
                .flatMap(b -> FramebufferMap.ofBoard(b, catalogue.typesOf(b)).stream())
                .distinct()
                .toList();
    }
}

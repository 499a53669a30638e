package vgpuctl.core.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.mig.MigPlan.Change;
import vgpuctl.core.mig.MigPlan.Impossible;

class MigGeometryTest {

    private static final List<MigCard> CARDS = MigCards.ofProject().cards();
    private static final MigCard A100 = named("A100 40GB");

    @Test
    void creatablePlacesShrinkAsTheCardFills() {
        var with3 = MigGeometry.empty(A100).with(at("3g.20gb", 0));
        assertThat(with3.creatable(profile("3g.20gb"))).containsExactly(4);
        assertThat(with3.creatable(profile("4g.20gb"))).isEmpty();
        assertThat(with3.creatable(profile("2g.10gb"))).containsExactly(4);
        assertThat(with3.creatable(profile("1g.10gb"))).containsExactly(4, 6);
        assertThat(with3.creatable(profile("1g.5gb"))).containsExactly(4, 5, 6);
        var full = with3.with(at("3g.20gb", 4));
        assertThat(full.creatable()).isEmpty();
        assertThat(full.without(at("3g.20gb", 0)).creatable())
                .contains(at("4g.20gb", 0), at("1g.5gb+me", 3))
                .doesNotContain(at("7g.40gb", 0));
    }

    @Test
    void newInstancesLieWhereTheyKeepTheLargestPlaces() {
        assertThat(adding(MigGeometry.empty(A100), "1g.5gb").created())
                .containsExactly(at("1g.5gb", 6));
        assertThat(adding(MigGeometry.empty(A100), "1g.5gb,2g.10gb").created())
                .containsExactly(at("2g.10gb", 4), at("1g.5gb", 6));
    }

    @Test
    void addingKeepsWhatIsThereWhereItIs() {
        var from = MigGeometry.empty(A100).with(at("1g.5gb", 2));
        var change = adding(from, "3g.20gb,1g.5gb");
        assertThat(change.destroyed()).isEmpty();
        assertThat(change.created()).containsExactly(at("1g.5gb", 3), at("3g.20gb", 4));
        assertThat(change.after().instances()).contains(at("1g.5gb", 2)).hasSize(3);
    }

    @Test
    void reachingKeepsWhatItCanAndDestroysTheRest() {
        var from =
                MigGeometry.empty(A100)
                        .with(at("1g.5gb", 0))
                        .with(at("1g.5gb", 3))
                        .with(at("1g.5gb", 6));
        var plan = from.reaching(profiles("1g.5gb,1g.5gb,3g.20gb"), Set.of());
        assertThat(plan)
                .isEqualTo(
                        new Change(
                                List.of(at("1g.5gb", 6)),
                                List.of(at("3g.20gb", 4)),
                                MigGeometry.empty(A100)
                                        .with(at("1g.5gb", 0))
                                        .with(at("1g.5gb", 3))
                                        .with(at("3g.20gb", 4))));
        assertThat(from.reaching(profiles("3g.20gb,1g.5gb"), Set.of(at("1g.5gb", 6))))
                .isInstanceOfSatisfying(
                        Change.class,
                        change -> {
                            assertThat(change.destroyed())
                                    .containsExactly(at("1g.5gb", 0), at("1g.5gb", 3));
                            assertThat(change.created()).containsExactly(at("3g.20gb", 0));
                        });
        assertThat(from.reaching(List.of(), Set.of()))
                .isEqualTo(new Change(from.instances(), List.of(), MigGeometry.empty(A100)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A100 40GB         | 4g.20gb,3g.20gb,2g.10gb | 1 × 4g.20gb and 1 × 3g.20gb take all 8 memory positions: no place for 2g.10gb
                    A100 40GB         | 7g.40gb,1g.5gb | 1 × 7g.40gb takes all 8 memory positions: no place for 1g.5gb
                    A100 40GB         | 4g.20gb,1g.5gb,1g.5gb,1g.5gb,1g.5gb | 1 × 4g.20gb and 3 × 1g.5gb take 7 of 8 memory positions: no place for another 1g.5gb, which begins at 0, 1, 2, 3, 4, 5 or 6
                    A100 40GB         | 2g.10gb,2g.10gb,3g.20gb,1g.5gb | 1 × 3g.20gb and 2 × 2g.10gb take all 8 memory positions: no place for 1g.5gb
                    A100 40GB         | 3g.20gb,3g.20gb,3g.20gb | A100 40GB takes at most 2 × 3g.20gb, not 3
                    A100 40GB         | 1g.5gb+me,1g.5gb+me | A100 40GB takes at most 1 × 1g.5gb+me, not 2
                    A30 24GB          | 2g.12gb+me,1g.6gb+me | only one of 2g.12gb+me and 1g.6gb+me can have the media engines
                    RTX PRO 6000 96GB | 2g.48gb+gfx,2g.48gb+gfx,1g.24gb+gfx | 2 × 2g.48gb+gfx take all 12 memory positions: no place for 1g.24gb+gfx
                    """)
    void whyAWishDoesNotFitIsSaidInOneSentence(String card, String wish, String reason) {
        var on = named(card);
        assertThat(MigGeometry.empty(on).adding(profiles(on, wish)))
                .isEqualTo(new Impossible(reason));
    }

    @Test
    void theReasonNamesWhatIsInTheWay() {
        var from = MigGeometry.empty(A100).with(at("1g.5gb", 0)).with(at("1g.5gb", 4));
        assertThat(from.adding(profiles("3g.20gb")))
                .isEqualTo(
                        new Impossible(
                                "1g.5gb at 0 and 1g.5gb at 4 take 2 of 8 memory positions:"
                                        + " no place for 3g.20gb, which begins at 0 or 4"));
        assertThat(from.reaching(profiles("7g.40gb"), Set.of(at("1g.5gb", 4))))
                .isEqualTo(new Impossible("1g.5gb at 4 is in use and not in the wish"));
        assertThat(from.reaching(profiles("3g.20gb,3g.20gb,1g.5gb"), Set.of(at("1g.5gb", 4))))
                .isEqualTo(
                        new Impossible(
                                "1g.5gb at 4 and 1 × 3g.20gb take 5 of 8 memory positions:"
                                        + " no place for another 3g.20gb, which begins at 0 or 4"));
    }

    @Test
    void instancesThatOverlapOrStickOutAreRefused() {
        var with2 = MigGeometry.empty(A100).with(at("2g.10gb", 2));
        assertThatThrownBy(() -> with2.with(at("1g.5gb", 3))).hasMessageContaining("1g.5gb at 3");
        assertThatThrownBy(() -> with2.with(at("3g.20gb", 6))).hasMessageContaining("3g.20gb at 6");
        assertThatThrownBy(() -> with2.without(at("1g.5gb", 0)))
                .hasMessageContaining("1g.5gb at 0");
        assertThatThrownBy(() -> with2.reaching(List.of(), Set.of(at("1g.5gb", 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<MigCard> cards() {
        return CARDS;
    }

    /** Every multiset with up to one more of each profile than the card can have. */
    @ParameterizedTest
    @MethodSource("cards")
    void whatFitsIsWhatCountingAllGeometriesSays(MigCard card) {
        var possible = MigByHand.geometries(card).keySet();
        var empty = MigGeometry.empty(card);
        var fitting = 0;
        for (var counts : MigByHand.countsBeyondTheMaximum(card)) {
            var wish = MigByHand.wish(card, counts);
            switch (empty.adding(wish)) {
                case Change(var destroyed, var created, var after) -> {
                    assertThat(possible).as("%s", wish).contains(counts);
                    assertThat(destroyed).isEmpty();
                    assertThat(after.instances()).isEqualTo(created);
                    assertThat(MigByHand.counts(after)).isEqualTo(counts);
                    MigByHand.assertAllowed(after);
                    fitting++;
                }
                case Impossible(var reason) -> {
                    assertThat(possible).as("%s: %s", wish, reason).doesNotContain(counts);
                    assertThat(reason).containsPattern("\\dg\\.").doesNotContain("\n", ". ");
                }
            }
            assertThat(empty.fits(wish)).isEqualTo(possible.contains(counts));
        }
        assertThat(fitting).isEqualTo(possible.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void whatFitsBesideInstancesIsWhatCountingAllGeometriesSays(long seed) {
        var random = new Random(seed);
        for (var card : MigByHand.different(CARDS)) {
            var all = MigByHand.geometries(card);
            for (var i = 0; i < 60; i++) {
                var from = MigByHand.any(card, random);
                var more = MigByHand.anyCounts(card, random);
                var total = MigByHand.sum(MigByHand.counts(from), more);
                var possible =
                        all.getOrDefault(total, List.of()).stream()
                                .anyMatch(g -> g.containsAll(from.instances()));
                switch (from.adding(MigByHand.wish(card, more))) {
                    case Change change -> {
                        assertThat(possible).as("%s + %s", from, more).isTrue();
                        assertThat(change.after().instances()).containsAll(from.instances());
                        assertThat(MigByHand.counts(change.after())).isEqualTo(total);
                        MigByHand.assertAllowed(change.after());
                    }
                    case Impossible(var reason) ->
                            assertThat(possible).as("%s + %s: %s", from, more, reason).isFalse();
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44})
    void reachingKeepsAsManyAsAnyGeometryOfTheWishDoes(long seed) {
        var random = new Random(seed);
        for (var card : MigByHand.different(CARDS)) {
            var all = MigByHand.geometries(card);
            for (var i = 0; i < 40; i++) {
                var from = MigByHand.any(card, random);
                var wish = MigByHand.anyCounts(card, random);
                var inUse =
                        Set.copyOf(
                                from.instances().stream()
                                        .filter(_ -> random.nextInt(4) == 0)
                                        .toList());
                var most =
                        all.getOrDefault(wish, List.of()).stream()
                                .filter(g -> g.containsAll(inUse))
                                .mapToLong(
                                        g -> g.stream().filter(from.instances()::contains).count())
                                .max();
                switch (from.reaching(MigByHand.wish(card, wish), inUse)) {
                    case Change change -> {
                        var kept = from.instances().size() - change.destroyed().size();
                        assertThat(most).as("%s to %s", from, wish).hasValue(kept);
                        assertThat(change.destroyed()).noneMatch(inUse::contains);
                        assertThat(MigByHand.counts(change.after())).isEqualTo(wish);
                        assertThat(applied(from, change)).isEqualTo(change.after());
                        MigByHand.assertAllowed(change.after());
                    }
                    case Impossible(var reason) ->
                            assertThat(most).as("%s to %s: %s", from, wish, reason).isEmpty();
                }
            }
        }
    }

    private static MigGeometry applied(MigGeometry from, Change change) {
        var at = from;
        for (var instance : change.destroyed()) {
            at = at.without(instance);
        }
        for (var instance : change.created()) {
            assertThat(at.creatable()).contains(instance);
            at = at.with(instance);
        }
        return at;
    }

    private static Change adding(MigGeometry from, String wish) {
        return (Change) from.adding(profiles(wish));
    }

    private static MigCard named(String name) {
        return CARDS.stream().filter(card -> card.name().equals(name)).findFirst().orElseThrow();
    }

    private static GpuInstance at(String profile, int start) {
        return new GpuInstance(profile(profile), start);
    }

    private static MigProfile profile(String name) {
        return A100.profile(name).orElseThrow();
    }

    private static List<MigProfile> profiles(String names) {
        return profiles(A100, names);
    }

    private static List<MigProfile> profiles(MigCard card, String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> card.profile(name).orElseThrow())
                .toList();
    }

    /**
     * The rules once more, in another way: a walk along the memory axis that collects every
     * geometry there is. It uses nothing but the table.
     */
    private static final class MigByHand {

        private final MigCard card;
        private final Map<List<Integer>, List<List<GpuInstance>>> found = new HashMap<>();

        private MigByHand(MigCard card) {
            this.card = card;
        }

        /** All geometries, by how many of each profile they have. */
        static Map<List<Integer>, List<List<GpuInstance>>> geometries(MigCard card) {
            var hand = new MigByHand(card);
            hand.walk(0, List.of());
            return hand.found;
        }

        private void walk(int position, List<GpuInstance> sofar) {
            if (position >= card.positions()) {
                var counts = counts(card, sofar);
                if (isWithinMaxima(card, counts)) {
                    found.computeIfAbsent(counts, _ -> new ArrayList<>()).add(sofar);
                }
                return;
            }
            walk(position + 1, sofar);
            for (var profile : card.profiles()) {
                if (profile.starts().contains(position)) {
                    var more = new ArrayList<>(sofar);
                    more.add(new GpuInstance(profile, position));
                    walk(position + profile.size(), more);
                }
            }
        }

        private static boolean isWithinMaxima(MigCard card, List<Integer> counts) {
            var media = 0;
            for (var i = 0; i < counts.size(); i++) {
                var profile = card.profiles().get(i);
                if (counts.get(i) > profile.maxPerGpu()) {
                    return false;
                }
                media += profile.name().endsWith("+me") ? counts.get(i) : 0;
            }
            return media <= 1;
        }

        static List<List<Integer>> countsBeyondTheMaximum(MigCard card) {
            List<List<Integer>> all = List.of(List.of());
            for (var profile : card.profiles()) {
                var longer = new ArrayList<List<Integer>>();
                for (var counts : all) {
                    for (var count = 0; count <= profile.maxPerGpu() + 1; count++) {
                        var next = new ArrayList<>(counts);
                        next.add(count);
                        longer.add(next);
                    }
                }
                all = longer;
            }
            return all;
        }

        static List<MigProfile> wish(MigCard card, List<Integer> counts) {
            var wish = new ArrayList<MigProfile>();
            for (var i = 0; i < counts.size(); i++) {
                for (var n = 0; n < counts.get(i); n++) {
                    wish.add(card.profiles().get(i));
                }
            }
            return wish;
        }

        static List<Integer> counts(MigGeometry geometry) {
            return counts(geometry.card(), geometry.instances());
        }

        private static List<Integer> counts(MigCard card, List<GpuInstance> instances) {
            var counts = new ArrayList<Integer>();
            for (var profile : card.profiles()) {
                counts.add(
                        (int) instances.stream().filter(i -> i.profile().equals(profile)).count());
            }
            return counts;
        }

        static List<Integer> sum(List<Integer> left, List<Integer> right) {
            var sum = new ArrayList<Integer>();
            for (var i = 0; i < left.size(); i++) {
                sum.add(left.get(i) + right.get(i));
            }
            return sum;
        }

        /** The cards that differ in more than names and sizes in GB. */
        static List<MigCard> different(List<MigCard> cards) {
            var byAxis = new HashMap<Integer, MigCard>();
            cards.forEach(card -> byAxis.putIfAbsent(card.positions(), card));
            return byAxis.values().stream().toList();
        }

        static MigGeometry any(MigCard card, Random random) {
            var geometry = MigGeometry.empty(card);
            for (var n = random.nextInt(5); n > 0; n--) {
                var next = geometry.creatable();
                if (!next.isEmpty()) {
                    geometry = geometry.with(next.get(random.nextInt(next.size())));
                }
            }
            return geometry;
        }

        static List<Integer> anyCounts(MigCard card, Random random) {
            var counts = new ArrayList<Integer>();
            for (var profile : card.profiles()) {
                var most = Math.min(profile.maxPerGpu(), 3);
                counts.add(random.nextInt(3) == 0 ? random.nextInt(most + 1) : 0);
            }
            return counts;
        }

        /** What the table and the card's compute slices allow, position by position. */
        static void assertAllowed(MigGeometry geometry) {
            var isTaken = new boolean[geometry.card().positions()];
            var slices = 0;
            for (var instance : geometry.instances()) {
                assertThat(instance.profile().starts()).contains(instance.start());
                for (var at = instance.start(); at < instance.end(); at++) {
                    assertThat(isTaken[at]).as("%s", geometry).isFalse();
                    isTaken[at] = true;
                }
                slices += instance.profile().computeSlices();
            }
            var whole = geometry.card().profiles().getFirst().computeSlices();
            assertThat(slices).as("%s", geometry).isLessThanOrEqualTo(whole);
            assertThat(isWithinMaxima(geometry.card(), counts(geometry))).isTrue();
        }
    }
}

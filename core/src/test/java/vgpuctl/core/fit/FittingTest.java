package vgpuctl.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.core.fit.SampleCards.barring;
import static vgpuctl.core.fit.SampleCards.card;
import static vgpuctl.core.fit.SampleCards.empty;
import static vgpuctl.core.fit.SampleCards.equal;
import static vgpuctl.core.fit.SampleCards.forVm;
import static vgpuctl.core.fit.SampleCards.mig;
import static vgpuctl.core.fit.SampleCards.mixed;
import static vgpuctl.core.fit.SampleCards.need;
import static vgpuctl.core.fit.SampleCards.wish;
import static vgpuctl.core.fit.SampleCards.withFunctions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.Series;

class FittingTest {

    @Test
    void theSmallestTypeThatMeetsANeedIsTaken() {
        var fits = fits(List.of(empty(1, "A40")), Demand.of(need(1, 7, Series.C)));
        assertThat(where(fits)).containsExactly("A40-8C on 01");
        assertThat(fits.given().getFirst().why())
                .isEqualTo("1 GB more than the frame buffer needed for compute, on an empty GPU");
    }

    @Test
    void wasteCountsMoreThanASwitchOfMode() {
        var full = card(1, "A40", equal("A40-12Q"));
        var fits = fits(List.of(full, empty(2, "A40")), Demand.of(need(1, 8, Series.Q)));
        assertThat(where(fits)).containsExactly("A40-8Q on 02");
        var both =
                fits(
                        List.of(empty(1, "A40")),
                        Demand.of(need(1, 24, Series.C), need(1, 8, Series.C)));
        assertThat(where(both)).containsExactly("A40-24C on 01 at 0", "A40-8C on 01 at 24");
        assertThat(both.changes())
                .containsExactly(
                        new CardChange(
                                both.given().getFirst().card(),
                                Mode.EQUAL_SIZE,
                                Mode.MIXED_SIZE,
                                List.of(),
                                List.of()));
    }

    @Test
    void aModeIsNotSwitchedWhereAnotherCardSavesIt() {
        var fits =
                fits(
                        List.of(empty(1, "A40"), empty(2, "A40")),
                        Demand.of(wish(1, "A40-24C"), wish(1, "A40-8C")));
        assertThat(where(fits)).containsExactly("A40-24C on 01", "A40-8C on 02");
        assertThat(fits.changes()).isEmpty();
    }

    @Test
    void cardsThatAreCutAreTakenBeforeEmptyOnesAndSpreadTheOtherWayRound() {
        var cards = List.of(empty(1, "A40"), card(2, "A40", equal("A40-8Q")), empty(3, "A40"));
        var packed = Demand.of(wish(2, "A40-8C"));
        assertThat(where(fits(cards, packed))).containsExactly("A40-8C on 02", "A40-8C on 02");
        assertThat(where(fits(cards, packed.with(Spread.SPREAD))))
                .containsExactly("A40-8C on 01", "A40-8C on 03");
    }

    /** Who takes the first card that fits gives the small one the only card for the large one. */
    @Test
    void aFitIsFoundThatFirstFitMisses() {
        var cards = List.of(empty(1, "A40"), card(2, "A40", mixed("A40-24Q@0", "A40-16Q@32")));
        var fits = fits(cards, Demand.of(wish(1, "A40-8Q"), wish(1, "A40-48Q")));
        assertThat(where(fits)).containsExactly("A40-8Q on 02 at 24", "A40-48Q on 01");
    }

    @Test
    void cardsThatAreAlikeAreTakenInTheOrderOfTheirAddresses() {
        var cards = new ArrayList<Card>();
        for (var i = 1; i <= 6; i++) {
            cards.add(empty(i, "T4"));
        }
        Collections.shuffle(cards, new Random(1));
        assertThat(where(fits(cards, Demand.of(wish(2, "T4-16Q")))))
                .containsExactly("T4-16Q on 01", "T4-16Q on 02");
    }

    @Test
    void oneCardTakesAllOrNoneTakesTwoWhereThatIsAsked() {
        var cards =
                List.of(
                        card(1, "P40", equal("P40-12Q")),
                        empty(2, "P40"),
                        card(3, "P40", equal("P40-12Q")));
        var two = Demand.of(wish(2, "P40-12Q"));
        assertThat(where(fits(cards, two))).containsExactly("P40-12Q on 01", "P40-12Q on 03");
        assertThat(where(fits(cards, two.with(Spread.SAME_GPU))))
                .containsExactly("P40-12Q on 02", "P40-12Q on 02");
        assertThat(where(fits(cards, Demand.of(wish(3, "P40-12Q")).with(Spread.APART))))
                .containsExactly("P40-12Q on 01", "P40-12Q on 02", "P40-12Q on 03");
        assertThat(Fitting.of(cards, Demand.of(wish(4, "P40-12Q")).with(Spread.APART)))
                .isInstanceOf(Fit.Misfit.class);
    }

    @Test
    void aFreeInstanceIsUsedBeforeOneIsCreatedAndDestroyedOnlyWhereItIsInTheWay() {
        var cut = mig("A100", "3g.20gb@0", "1g.5gb@4=A100-1-5C");
        var cards = List.of(card(1, "A100", cut));
        var reused = fits(cards, Demand.of(wish(1, "A100-3-20C")));
        assertThat(where(reused)).containsExactly("A100-3-20C on 01 in 3g.20gb at 0");
        assertThat(reused.changes()).isEmpty();
        var beside = fits(cards, Demand.of(wish(1, "A100-1-5C"))).changes().getFirst();
        assertThat(beside.destroyed()).isEmpty();
        assertThat(beside.created()).hasToString("[1g.5gb at 5]");
        var instead = fits(cards, Demand.of(wish(1, "A100-4-20C"))).changes().getFirst();
        assertThat(instead.destroyed()).hasToString("[3g.20gb at 0]");
        assertThat(instead.created()).hasToString("[4g.20gb at 0]");
    }

    @Test
    void vgpusOfOneSizeShareAnInstanceWhereTheCardCan() {
        var fits =
                fits(List.of(empty(1, "DC")), Demand.of(wish(12, "DC-1-2Q"), wish(1, "DC-1-3Q")));
        assertThat(fits.changes().getFirst().created()).hasSize(2);
        assertThat(
                        Fitting.of(
                                List.of(empty(1, "DC")),
                                Demand.of(wish(37, "DC-1-2Q"), wish(1, "DC-1-3Q"))))
                .isInstanceOf(Fit.Misfit.class);
    }

    @Test
    void virtualFunctionsAreCounted() {
        var cards = List.of(withFunctions(empty(1, "A40"), 2));
        assertThat(fits(cards, Demand.of(wish(2, "A40-4Q"))).creatable())
                .allMatch(creatable -> creatable.count() == 0);
        assertThat(reason(cards, Demand.of(wish(3, "A40-4Q"))))
                .isEqualTo("has 2 virtual functions free");
    }

    @Test
    void whatIsLeftIsSaidOfEveryType() {
        var fits = fits(List.of(empty(1, "A40")), Demand.of(wish(2, "A40-12Q")));
        assertThat(fits.creatable()).hasSize(SampleCards.model("A40").types().size());
        assertThat(left(fits, "A40-12C")).isEqualTo(2);
        assertThat(left(fits, "A40-8Q")).isZero();
    }

    @Test
    void aVmGetsOnlyWhatGoesTogether() {
        var cards =
                List.of(
                        card(1, "A40", mixed("A40-24Q@0", "A40-16Q@24")),
                        card(2, "A30", equal("A30-8C", "A30-8C")),
                        empty(3, "A30"));
        var free = Demand.of(forVm(need(2, 8, Series.C), "vm"));
        assertThat(where(fits(cards, free))).containsExactly("A40-8C on 01 at 40", "A30-8C on 02");
        var ruled = free.with(RandomHost.oneSeriesInAVm());
        assertThat(where(fits(cards, ruled))).containsExactly("A30-8C on 03", "A30-8C on 03");
        var four = Demand.of(forVm(need(4, 4, Series.C), "vm")).with(RandomHost.oneSeriesInAVm());
        assertThat(Fitting.of(cards, four))
                .isEqualTo(
                        new Fit.Misfit(
                                List.of(
                                        new Fit.Reason(
                                                "vm", "a VM may have 3 vGPUs at most, not 4"))));
    }

    @Test
    void whatAVmHasAlreadyCountsToo() {
        var present = Map.of("vm", List.of(SampleCards.name("A30-8C")));
        var rule = RandomHost.oneSeriesInAVm();
        var demand =
                Demand.of(forVm(wish(1, "A40-8C"), "vm"))
                        .with(new VmRule(3, present, rule.refusal()));
        assertThat(reason(List.of(empty(1, "A40")), demand))
                .isEqualTo("not of one board and series");
    }

    @Test
    void eachCardSaysWhyItDoesNotTakeIt() {
        var fixedShare =
                barring(card(1, "A40", equal()), Mode.MIXED_SIZE, "its scheduler is fixed share");
        assertThat(reason(List.of(card(1, "A40", equal("A40-6Q", "A40-6A"))), wish(1, "A40-12C")))
                .isEqualTo("2 × A40-6Q is on this GPU: all its vGPUs must have 6 GB");
        assertThat(reason(List.of(card(1, "A40", equal("A40-48Q"))), wish(1, "A40-48C")))
                .isEqualTo("full: 1 × A40-48Q");
        assertThat(reason(List.of(empty(1, "P40")), wish(1, "A40-48C")))
                .isEqualTo("has no A40-48C");
        assertThat(reason(List.of(empty(1, "P40")), need(1, 48, Series.C)))
                .isEqualTo("has no vGPU with 48 GB for compute");
        assertThat(reason(List.of(empty(1, "P40")), wish(3, "P40-12Q")))
                .isEqualTo("takes 2 of 3 × P40-12Q");
        assertThat(
                        reason(
                                List.of(card(1, "A40", mixed("A40-12Q@12", "A40-12Q@36"))),
                                wish(1, "A40-24Q")))
                .isEqualTo("no place is free for A40-24Q beside A40-12Q at 12, A40-12Q at 36");
        assertThat(
                        reason(
                                List.of(card(1, "A100", mig("A100", "4g.20gb@0=A100-4-20C"))),
                                wish(1, "A100-4-20C")))
                .isEqualTo("A100 40GB takes at most 1 × 4g.20gb, not 2");
        assertThat(reason(List.of(fixedShare), Demand.of(wish(1, "A40-12C"), wish(1, "A40-24C"))))
                .isEqualTo("takes 1 of the others, and no A40-24C beside them");
    }

    /**
     * The bound of docs/planning.md: sixteen cards in different states, sixteen different sizes and
     * needs.
     */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void itEndsWhereNothingIsAlike() {
        var cards = new ArrayList<Card>();
        for (var i = 0; i < 16; i++) {
            cards.add(withFunctions(card(i, "A40", mixed("A40-2Q@" + 3 * i)), 20 + i));
        }
        var wishes = new ArrayList<Wish>();
        for (var size : List.of(1, 2, 3, 4, 6, 8, 12, 16)) {
            wishes.add(need(1, size, Series.Q));
            wishes.add(wish(1, "A40-" + size + "A"));
        }
        var demand = Demand.of(wishes.toArray(Wish[]::new));
        new FitChecker(cards, demand, fits(cards, demand)).check();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theSameQuestionInAnyOrderHasTheSameAnswer(long seed) {
        for (var i = 0; i < 50; i++) {
            var host = new RandomHost(1000 * seed + i);
            var cards = host.cards(5);
            var demand = host.demand(4);
            var answer = Fitting.of(cards, demand);
            Collections.shuffle(cards, new Random(seed));
            assertThat(Fitting.of(cards, demand)).isEqualTo(answer);
        }
    }

    static Fit.Fits fits(List<Card> cards, Demand demand) {
        var fit = Fitting.of(cards, demand);
        assertThat(fit).isInstanceOf(Fit.Fits.class);
        var fits = (Fit.Fits) fit;
        new FitChecker(cards, demand, fits).check();
        return fits;
    }

    static List<String> where(Fit.Fits fits) {
        return fits.given().stream().map(FittingTest::where).toList();
    }

    private static String where(Given given) {
        var on = given.type().token() + " on " + given.card().substring(5, 7);
        return switch (given.seat()) {
            case Seat.EqualSize _ -> on;
            case Seat.MixedSize(var id) -> on + " at " + id;
            case Seat.OnInstance(var instance, _) -> on + " in " + instance;
        };
    }

    private static String reason(List<Card> cards, Wish wish) {
        return reason(cards, Demand.of(wish));
    }

    private static String reason(List<Card> cards, Demand demand) {
        return Optional.of(Fitting.of(cards, demand))
                .filter(Fit.Misfit.class::isInstance)
                .map(Fit.Misfit.class::cast)
                .map(misfit -> misfit.reasons().getFirst().sentence())
                .orElse("fits");
    }

    private static int left(Fit.Fits fits, String token) {
        return fits.creatable().stream()
                .filter(creatable -> creatable.type().token().equals(token))
                .findFirst()
                .orElseThrow()
                .count();
    }
}

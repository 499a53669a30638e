package vgpuctl.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.core.fit.SampleCards.barring;
import static vgpuctl.core.fit.SampleCards.card;
import static vgpuctl.core.fit.SampleCards.empty;
import static vgpuctl.core.fit.SampleCards.equal;
import static vgpuctl.core.fit.SampleCards.mixed;
import static vgpuctl.core.fit.SampleCards.need;
import static vgpuctl.core.fit.SampleCards.wish;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.Series;

class NearestWaysTest {

    @Test
    void anotherCardIsTheNearestWayWhereOneWasAskedFor() {
        var cards = List.of(card(1, "P40", equal("P40-6Q")), empty(2, "P40"));
        assertThat(words(cards, Demand.of(wish(2, "P40-12C")).on("0000:01:00.0")))
                .containsExactly(
                        "it fits on 0000:02:00.0",
                        "P40-6C fits",
                        "it fits when vgpu-0 (P40-6Q) moves from 0000:01:00.0 to 0000:02:00.0");
    }

    @Test
    void fewerAndSmallerOnesAreTold() {
        var cards = List.of(card(1, "P40", equal("P40-6Q")), empty(2, "P40"));
        assertThat(words(cards, Demand.of(wish(3, "P40-12Q"))))
                .containsExactly("2 of them fit", "P40-8Q fits");
    }

    @Test
    void aVgpuThatMovesMakesRoomForALargeOne() {
        var cards = List.of(card(1, "A40", equal("A40-12Q")), card(2, "A40", equal("A40-12Q")));
        assertThat(words(cards, Demand.of(wish(1, "A40-48Q"))))
                .containsExactly(
                        "A40-12Q fits",
                        "it fits when vgpu-0 (A40-12Q) moves from 0000:01:00.0 to 0000:02:00.0",
                        "it fits when vgpu-0 (A40-12Q) moves from 0000:02:00.0 to 0000:01:00.0");
    }

    @Test
    void aModeThatIsBarredOrThatVgpusAreInTheWayOfIsTold() {
        var inUse = List.of(card(1, "A40", equal("A40-12Q")));
        assertThat(words(inUse, Demand.of(wish(1, "A40-24Q"))))
                .contains(
                        "it fits with 0000:01:00.0 in mixed-size mode, where its 1 vGPU would have to be"
                                + " made again");
        var fixed =
                List.of(barring(empty(1, "A40"), Mode.MIXED_SIZE, "its scheduler is fixed share"));
        assertThat(words(fixed, Demand.of(wish(1, "A40-24Q"), wish(1, "A40-12Q"))))
                .contains(
                        "it fits with 0000:01:00.0 in mixed-size mode, which it cannot have: its"
                                + " scheduler is fixed share");
    }

    @Test
    void oneCardForAllCanBeTooMuch() {
        var cards = List.of(card(1, "P40", equal("P40-12Q")), card(2, "P40", equal("P40-12Q")));
        assertThat(words(cards, Demand.of(wish(2, "P40-12Q")).with(Spread.SAME_GPU)))
                .first()
                .isEqualTo("spread otherwise it fits: 0000:01:00.0, 0000:02:00.0");
    }

    @Test
    void aNeedCanBeMetWithLess() {
        var cards = List.of(card(1, "A40", mixed("A40-24Q@0", "A40-12Q@24")));
        assertThat(words(cards, Demand.of(need(1, 16, Series.C)))).contains("A40-12C fits");
    }

    /** What is proposed is tried: with the vGPU where it goes, the demand fits. */
    @ParameterizedTest(name = "seeds from {0} on")
    @ValueSource(longs = 1000)
    void afterAMoveThatIsProposedItFits(long from) {
        var moves = 0;
        for (var i = 0; i < 100; i++) {
            var host = new RandomHost(from + i);
            var cards = host.cards(3);
            var demand = host.demand(3);
            if (Fitting.of(cards, demand) instanceof Fit.Misfit) {
                for (var way : NearestWays.of(cards, demand)) {
                    if (way instanceof Way.Move move) {
                        moves++;
                        assertThat(Fitting.of(without(cards, move), demand))
                                .isInstanceOf(Fit.Fits.class);
                    }
                }
            }
        }
        assertThat(moves).isPositive();
    }

    private static List<Card> without(List<Card> cards, Way.Move move) {
        var later = new ArrayList<Card>();
        for (var card : cards) {
            later.add(card.name().equals(move.from()) ? without(card, move.vgpu()) : card);
        }
        return later;
    }

    private static Card without(Card card, Resident gone) {
        var cut =
                switch (card.cut()) {
                    case Cut.EqualSize(var all) ->
                            new Cut.EqualSize(all.stream().filter(r -> !r.equals(gone)).toList());
                    case Cut.MixedSize(var all) ->
                            new Cut.MixedSize(
                                    all.stream().filter(l -> !l.resident().equals(gone)).toList());
                    case Cut.Mig(var all) ->
                            new Cut.Mig(
                                    all.stream()
                                            .map(i ->
                                                    new Cut.Instance(
                                                            i.place(),
                                                            i.held(),
                                                            i.residents().stream()
                                                                    .filter(r -> !r.equals(gone))
                                                                    .toList()))
                                            .toList());
                };
        var functions = card.freeFunctions().orElse(1000) + 1;
        return SampleCards.withFunctions(card.with(cut), functions);
    }

    private static List<String> words(List<Card> cards, Demand demand) {
        assertThat(Fitting.of(cards, demand)).isInstanceOf(Fit.Misfit.class);
        return NearestWays.of(cards, demand).stream().map(Way::words).toList();
    }
}

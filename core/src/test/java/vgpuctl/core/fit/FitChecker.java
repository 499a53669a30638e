package vgpuctl.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.GpuInstance;

/** Holds a proposal against the rules of the driver, one by one, with none of the engine's code. */
final class FitChecker {

    private final List<Card> cards;
    private final Demand demand;
    private final Fit.Fits fits;

    FitChecker(List<Card> cards, Demand demand, Fit.Fits fits) {
        this.cards = cards;
        this.demand = demand;
        this.fits = fits;
    }

    void check() {
        everyWishIsAnswered();
        for (var card : cards) {
            var here = fits.given().stream().filter(g -> g.card().equals(card.name())).toList();
            check(card, here);
        }
        spreadIsAsAsked();
        vmsObeyTheRule();
    }

    private void everyWishIsAnswered() {
        for (var i = 0; i < demand.wishes().size(); i++) {
            var number = i;
            var wish = demand.wishes().get(i);
            var given = fits.given().stream().filter(g -> g.wish() == number).toList();
            assertThat(given).hasSize(wish.count());
            for (var one : given) {
                assertThat(one.vm()).isEqualTo(wish.vm());
                var type = type(card(one.card()), one);
                switch (wish.wanted()) {
                    case Wanted.Exactly(var name) -> assertThat(one.type()).isEqualTo(name);
                    case Wanted.Need(var mib, var use) -> {
                        assertThat(type.framebufferMib()).isGreaterThanOrEqualTo(mib);
                        assertThat(type.name().series()).hasValue(use);
                    }
                }
            }
        }
        assertThat(fits.given()).hasSize(demand.wishes().stream().mapToInt(Wish::count).sum());
    }

    private Card card(String name) {
        return cards.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private static CardType type(Card card, Given given) {
        return card.model().types().stream()
                .filter(type -> type.name().equals(given.type()))
                .findFirst()
                .orElseThrow();
    }

    private void check(Card card, List<Given> here) {
        var change = fits.changes().stream().filter(c -> c.card().equals(card.name())).findFirst();
        if (here.isEmpty()) {
            assertThat(change).isEmpty();
            return;
        }
        assertThat(here.size()).isLessThanOrEqualTo(card.freeFunctions().orElse(1000));
        assertThat(demand.gpu().orElse(card.name())).isEqualTo(card.name());
        var mode = change.map(CardChange::mode).orElse(card.cut().mode());
        if (mode != card.cut().mode()) {
            assertThat(card.cut().residents()).isEmpty();
            assertThat(card.barred()).doesNotContainKey(mode);
        }
        switch (mode) {
            case EQUAL_SIZE -> equalSize(card, here);
            case MIXED_SIZE -> mixedSize(card, here);
            case MIG -> mig(card, here, change.map(List::of).orElse(List.of()));
        }
    }

    /** One size, and when a vGPU is made there are fewer than the maximum of its type. */
    private static void equalSize(Card card, List<Given> here) {
        var types = new ArrayList<CardType>();
        for (var given : here) {
            assertThat(given.seat()).isEqualTo(new Seat.EqualSize());
            types.add(type(card, given));
        }
        types.sort((a, b) -> Integer.compare(most(a), most(b)));
        var residents = card.cut().residents();
        for (var i = 0; i < types.size(); i++) {
            assertThat(residents.size() + i).isLessThan(most(types.get(i)));
            var size = types.get(i).framebufferMib();
            assertThat(residents).allMatch(r -> r.framebufferMib() == size);
            assertThat(types).allMatch(t -> t.framebufferMib() == size);
            if (!card.model().mixesSeries()) {
                var name = types.get(i).name();
                assertThat(residents).allMatch(r -> r.type().equals(name));
                assertThat(types).allMatch(t -> t.name().equals(name));
            }
        }
    }

    private static int most(CardType type) {
        return ((Slice.OfGpu) type.slice()).most();
    }

    /** No GiB has two owners, and each begins at one of its ids. */
    private static void mixedSize(Card card, List<Given> here) {
        var owner = new boolean[card.model().framebufferGib()];
        if (card.cut() instanceof Cut.MixedSize(var lying)) {
            for (var one : lying) {
                take(owner, one.placementId(), one.resident().framebufferMib());
            }
        }
        for (var given : here) {
            var type = type(card, given);
            var id = ((Seat.MixedSize) given.seat()).placementId();
            assertThat(((Slice.OfGpu) type.slice()).mixedIds()).contains(id);
            take(owner, id, type.framebufferMib());
        }
    }

    private static void take(boolean[] owner, int from, int mib) {
        for (var gib = from; gib < from + (mib + 1023) / 1024; gib++) {
            assertThat(owner[gib]).as("GiB %s is free", gib).isFalse();
            owner[gib] = true;
        }
    }

    private static void mig(Card card, List<Given> here, List<CardChange> change) {
        var on = new HashMap<GpuInstance, List<Integer>>();
        var held = new ArrayList<GpuInstance>();
        if (card.cut() instanceof Cut.Mig(var instances)) {
            for (var instance : instances) {
                on.put(
                        instance.place(),
                        new ArrayList<>(
                                instance.residents().stream()
                                        .map(Resident::framebufferMib)
                                        .toList()));
                if (instance.held()) {
                    held.add(instance.place());
                }
            }
        }
        for (var each : change) {
            for (var gone : each.destroyed()) {
                assertThat(on.remove(gone)).as("nothing is on %s", gone).isEmpty();
                assertThat(held).doesNotContain(gone);
            }
            for (var created : each.created()) {
                assertThat(on.put(created, new ArrayList<>())).as("%s is new", created).isNull();
            }
        }
        geometryIsPossible(card, on);
        for (var given : here) {
            var instance = ((Seat.OnInstance) given.seat()).instance();
            var slice = (Slice.OfInstance) type(card, given).slice();
            assertThat(slice.profile()).isEqualTo(instance.profile());
            assertThat(held).doesNotContain(instance);
            var sizes = on.get(instance);
            assertThat(sizes).as("%s is there", instance).isNotNull();
            if (sizes != null) {
                assertThat(sizes.size()).isLessThan(slice.most());
                sizes.add(type(card, given).framebufferMib());
                assertThat(sizes.stream().distinct()).hasSize(1);
            }
        }
    }

    private static void geometryIsPossible(Card card, Map<GpuInstance, List<Integer>> on) {
        var taken = new boolean[card.model().mig().orElseThrow().positions()];
        for (var instance : on.keySet()) {
            assertThat(instance.profile().starts()).contains(instance.start());
            for (var i = instance.start(); i < instance.end(); i++) {
                assertThat(taken[i]).isFalse();
                taken[i] = true;
            }
        }
        var counts =
                on.keySet().stream()
                        .collect(
                                Collectors.groupingBy(GpuInstance::profile, Collectors.counting()));
        counts.forEach((p, n) -> assertThat(n).isLessThanOrEqualTo(p.maxPerGpu()));
        assertThat(on.keySet().stream().filter(i -> i.profile().name().contains("+me")).count())
                .isLessThanOrEqualTo(1);
    }

    private void spreadIsAsAsked() {
        var used = fits.given().stream().map(Given::card).distinct().count();
        switch (demand.spread()) {
            case SAME_GPU -> assertThat(used).isEqualTo(1);
            case APART -> assertThat(used).isEqualTo(fits.given().size());
            case PACKED, SPREAD -> assertThat(used).isPositive();
        }
    }

    private void vmsObeyTheRule() {
        var given = fits.given();
        for (var i = 0; i < given.size(); i++) {
            for (var other : given.subList(i + 1, given.size())) {
                var one = given.get(i);
                if (one.vm().isPresent() && one.vm().equals(other.vm())) {
                    assertThat(demand.rule().refusal().apply(one.type(), other.type())).isEmpty();
                }
            }
        }
    }
}

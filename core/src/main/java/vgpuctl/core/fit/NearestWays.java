package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Way.Fewer;
import vgpuctl.core.fit.Way.Move;
import vgpuctl.core.fit.Way.OtherCard;
import vgpuctl.core.fit.Way.OtherMode;
import vgpuctl.core.fit.Way.OtherSpread;
import vgpuctl.core.fit.Way.Smaller;
import vgpuctl.core.type.TypeName;

/** What would fit where a demand does not, nearest first. */
public final class NearestWays {

    /** Of one kind: what a person can choose from. */
    private static final int MOST_OF_A_KIND = 3;

    private final List<Card> cards;
    private final Demand demand;

    private NearestWays(List<Card> cards, Demand demand) {
        this.cards = cards.stream().sorted(Comparator.comparing(Card::name)).toList();
        this.demand = demand;
    }

    /**
     * Ways for a demand that does not fit, in the order of {@link Way}'s cases: another card,
     * another spread, fewer, a smaller type, another mode, one vGPU moved. Each is itself planned
     * exactly.
     */
    public static List<Way> of(List<Card> cards, Demand demand) {
        var ways = new NearestWays(cards, demand);
        var found = new ArrayList<Way>();
        ways.otherCard().ifPresent(found::add);
        ways.otherSpread().ifPresent(found::add);
        ways.fewer().ifPresent(found::add);
        found.addAll(ways.smaller());
        found.addAll(ways.otherModes());
        found.addAll(ways.moves());
        return found;
    }

    private Optional<Way> otherCard() {
        return demand.gpu().isEmpty()
                ? Optional.empty()
                : fits(cards, demand.anywhere()).map(plan -> new OtherCard(used(plan)));
    }

    private Optional<Way> otherSpread() {
        return switch (demand.spread()) {
            case PACKED, SPREAD -> Optional.empty();
            case SAME_GPU, APART ->
                    fits(cards, demand.with(Spread.PACKED))
                            .map(plan -> new OtherSpread(used(plan)));
        };
    }

    private static Optional<HostPlan> fits(List<Card> cards, Demand demand) {
        return Fitting.plan(cards, Fitting.requests(demand), demand, false);
    }

    private static List<String> used(HostPlan plan) {
        return plan.places().stream()
                .filter(place -> place.portion().isPresent())
                .map(place -> place.card().name())
                .toList();
    }

    /** As many as there can be. One card for all is asked of each card for itself. */
    private Optional<Way> fewer() {
        var best = Optional.<HostPlan>empty();
        for (var some : demand.spread() == Spread.SAME_GPU ? singles() : List.of(cards)) {
            var packed = demand.spread() == Spread.SAME_GPU ? demand.with(Spread.PACKED) : demand;
            var plan = Fitting.plan(some, Fitting.requests(packed), packed, true);
            if (plan.isPresent()
                    && (best.isEmpty()
                            || plan.orElseThrow().items().size()
                                    > best.orElseThrow().items().size())) {
                best = plan;
            }
        }
        return best.filter(plan -> !plan.items().isEmpty()).map(this::counts).map(Fewer::new);
    }

    private List<List<Card>> singles() {
        return cards.stream().map(List::of).toList();
    }

    private List<Integer> counts(HostPlan plan) {
        var counts = new ArrayList<Integer>();
        for (var i = 0; i < demand.wishes().size(); i++) {
            var wish = i;
            counts.add((int) plan.items().stream().filter(x -> x.request().wish() == wish).count());
        }
        return counts;
    }

    /** For each wish the largest smaller type, of its board and series where it names one. */
    private List<Way> smaller() {
        var found = new ArrayList<Way>();
        for (var i = 0; i < demand.wishes().size(); i++) {
            smaller(i).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Way> smaller(int number) {
        var wish = demand.wishes().get(number);
        for (var type : smallerTypes(wish.wanted())) {
            var wishes = new ArrayList<>(demand.wishes());
            wishes.set(number, new Wish(new Wanted.Exactly(type), wish.count(), wish.vm()));
            if (fits(cards, demand.with(wishes)).isPresent()) {
                return Optional.of(new Smaller(number, type));
            }
        }
        return Optional.empty();
    }

    private List<TypeName> smallerTypes(Wanted wanted) {
        var bySize = new TreeMap<Integer, TypeName>(Comparator.reverseOrder());
        for (var card : cards) {
            var types = card.model().types();
            for (var type : types) {
                if (isSmaller(type, wanted, types)) {
                    bySize.putIfAbsent(type.framebufferMib(), type.name());
                }
            }
        }
        return List.copyOf(bySize.values());
    }

    private static boolean isSmaller(CardType type, Wanted wanted, List<CardType> ofCard) {
        return switch (wanted) {
            case Wanted.Need(var mib, var use) ->
                    type.framebufferMib() < mib
                            && type.name().series().filter(use::equals).isPresent();
            case Wanted.Exactly(var name) ->
                    ofCard.stream()
                            .filter(wished -> wished.name().equals(name))
                            .anyMatch(wished -> isSmaller(type, wished));
        };
    }

    private static boolean isSmaller(CardType type, CardType wished) {
        return type.framebufferMib() < wished.framebufferMib()
                && type.name().series().equals(wished.name().series())
                && type.slice().getClass() == wished.slice().getClass();
    }

    /** A card that is emptied or freed of what bars it, and what is on it made again. */
    private List<Way> otherModes() {
        var found = new ArrayList<Way>();
        for (var card : cards) {
            for (var mode : Mode.values()) {
                var isBarred = card.barred().containsKey(mode);
                if (found.size() < MOST_OF_A_KIND
                        && mode != card.cut().mode()
                        && (isBarred || !card.cut().isFree())
                        && hasTypes(card, mode)) {
                    otherMode(card, mode).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static boolean hasTypes(Card card, Mode mode) {
        return card.model().types().stream()
                .anyMatch(type ->
                        switch (type.slice()) {
                            case Slice.OfGpu(_, var ids) ->
                                    mode == Mode.EQUAL_SIZE
                                            || (mode == Mode.MIXED_SIZE && !ids.isEmpty());
                            case Slice.OfInstance _ -> mode == Mode.MIG;
                        });
    }

    private Optional<Way> otherMode(Card card, Mode mode) {
        var residents = card.cut().residents();
        var isHeld =
                card.cut() instanceof Cut.Mig(var i) && i.stream().anyMatch(Cut.Instance::held);
        if (isHeld || !residents.stream().allMatch(Resident::movable)) {
            return Optional.empty();
        }
        var switched = new ArrayList<>(cards);
        switched.set(cards.indexOf(card), emptied(card, mode));
        var barred = card.barred().getOrDefault(mode, "");
        return planAgain(switched, residents, name -> name.equals(card.name()))
                .map(_ -> new OtherMode(card.name(), mode, residents, barred));
    }

    private static Card emptied(Card card, Mode mode) {
        var cut =
                switch (mode) {
                    case EQUAL_SIZE -> new Cut.EqualSize(List.of());
                    case MIXED_SIZE -> new Cut.MixedSize(List.of());
                    case MIG -> new Cut.Mig(List.of());
                };
        var only = new TreeMap<Mode, String>();
        for (var other : Mode.values()) {
            if (other != mode) {
                only.put(other, "");
            }
        }
        return without(card, card.cut().residents().size(), cut, only);
    }

    private static Card without(Card card, int gone, Cut cut, Map<Mode, String> barred) {
        var functions = card.freeFunctions();
        if (functions.isPresent()) {
            functions = OptionalInt.of(functions.getAsInt() + gone);
        }
        return new Card(card.name(), card.model(), cut, barred, functions);
    }

    /** The demand, and vGPUs that are made again on some of the cards. */
    private Optional<HostPlan> planAgain(
            List<Card> later, List<Resident> residents, Predicate<String> where) {
        for (var each : onOneEach()) {
            var requests = new ArrayList<>(Fitting.requests(each));
            for (var resident : residents) {
                requests.add(again(resident, requests.size(), where));
            }
            var plan = Fitting.plan(later, requests, each, false);
            if (plan.isPresent()) {
                return plan;
            }
        }
        return Optional.empty();
    }

    /** What is to be on one card, for each card: what is made again need not be on it. */
    private List<Demand> onOneEach() {
        if (demand.spread() != Spread.SAME_GPU) {
            return List.of(demand);
        }
        var packed = demand.with(Spread.PACKED);
        return packed.gpu().isPresent()
                ? List.of(packed)
                : cards.stream().map(card -> packed.on(card.name())).toList();
    }

    private static Request again(Resident resident, int number, Predicate<String> where) {
        return new Request(
                number,
                new Wanted.Exactly(resident.type()),
                1,
                Optional.empty(),
                (card, _) -> where.test(card.name()));
    }

    /** One vGPU away from its card makes room; of those that are alike the first is named. */
    private List<Way> moves() {
        var found = new ArrayList<Way>();
        var tried = new HashSet<List<Object>>();
        for (var card : cards) {
            for (var resident : card.cut().residents()) {
                var cut = without(card.cut(), resident);
                var alike = List.<Object>of(card.name(), resident.type(), shape(cut));
                if (found.size() < MOST_OF_A_KIND && resident.movable() && tried.add(alike)) {
                    move(card, resident, cut).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Object shape(Cut cut) {
        return switch (cut) {
            case Cut.EqualSize _ -> "equal";
            case Cut.MixedSize(var lying) -> lying.stream().map(Cut.Lying::placementId).toList();
            case Cut.Mig(var instances) ->
                    instances.stream().map(i -> i.residents().size()).toList();
        };
    }

    private static Cut without(Cut cut, Resident gone) {
        return switch (cut) {
            case Cut.EqualSize(var residents) ->
                    new Cut.EqualSize(residents.stream().filter(r -> !r.equals(gone)).toList());
            case Cut.MixedSize(var lying) ->
                    new Cut.MixedSize(
                            lying.stream().filter(l -> !l.resident().equals(gone)).toList());
            case Cut.Mig(var instances) ->
                    new Cut.Mig(instances.stream().map(i -> without(i, gone)).toList());
        };
    }

    private static Cut.Instance without(Cut.Instance instance, Resident gone) {
        return new Cut.Instance(
                instance.place(),
                instance.held(),
                instance.residents().stream().filter(r -> !r.equals(gone)).toList());
    }

    private Optional<Way> move(Card card, Resident resident, Cut cut) {
        var later = new ArrayList<>(cards);
        later.set(cards.indexOf(card), without(card, 1, cut, card.barred()));
        var moved = demand.wishes().size();
        return planAgain(later, List.of(resident), name -> !name.equals(card.name()))
                .map(plan -> new Move(resident, card.name(), cardOf(plan, moved)));
    }

    private static String cardOf(HostPlan plan, int wish) {
        return plan.items().stream()
                .filter(item -> item.request().wish() == wish)
                .findFirst()
                .orElseThrow()
                .place()
                .card()
                .name();
    }
}

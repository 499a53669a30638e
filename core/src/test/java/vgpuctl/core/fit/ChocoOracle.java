package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.search.strategy.Search;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigProfile;

/**
 * The rules of docs/planning.md as constraints, for a solver that tries everything: each vGPU has
 * one of its places, and a place is a card with a mode, a type and, in two of the modes, a start.
 */
final class ChocoOracle {

    private static final int PER_CARD_USED = 10_000_000;

    private final List<Card> cards;
    private final Demand demand;
    private final Model model = new Model();
    private final List<Item> items = new ArrayList<>();
    private final Map<String, BoolVar> facts = new HashMap<>();

    private record Place(Card card, CardType type, Mode mode, int start) {}

    private record Item(Wish wish, List<Place> places, List<BoolVar> isAt, IntVar at) {}

    private ChocoOracle(List<Card> cards, Demand demand) {
        this.cards = cards;
        this.demand = demand;
    }

    /**
     * The least first objective, the frame buffer of the types, and where it is to be spread the
     * most cards before it; empty where nothing fits.
     */
    static OptionalInt best(List<Card> cards, Demand demand) {
        return new ChocoOracle(cards, demand).solve();
    }

    static int objective(List<Card> cards, Demand demand, Fit.Fits fits) {
        var sum = 0;
        for (var given : fits.given()) {
            sum +=
                    cards.stream()
                            .filter(c -> c.name().equals(given.card()))
                            .flatMap(c -> c.model().types().stream())
                            .filter(t -> t.name().equals(given.type()))
                            .mapToInt(CardType::framebufferMib)
                            .findFirst()
                            .orElseThrow();
        }
        var used = (int) fits.given().stream().map(Given::card).distinct().count();
        return demand.spread() == Spread.SPREAD ? sum - used * PER_CARD_USED : sum;
    }

    private OptionalInt solve() {
        for (var wish : demand.wishes()) {
            for (var i = 0; i < wish.count(); i++) {
                if (!addItem(wish, i > 0)) {
                    return OptionalInt.empty();
                }
            }
        }
        cards.forEach(this::constrain);
        if (!vms()) {
            return OptionalInt.empty();
        }
        var goal = goal();
        var solver = model.getSolver();
        var at = items.stream().map(Item::at).toArray(IntVar[]::new);
        solver.setSearch(
                Search.inputOrderLBSearch(at),
                Search.inputOrderLBSearch(model.retrieveIntVars(true)));
        var best = OptionalInt.empty();
        model.setObjective(Model.MINIMIZE, goal);
        while (solver.solve()) {
            best = OptionalInt.of(goal.getValue());
        }
        return best;
    }

    /** Items of one wish are alike: they take their places in order. */
    private boolean addItem(Wish wish, boolean isLikeLast) {
        var places = new ArrayList<Place>();
        for (var card : cards) {
            for (var type : card.model().types()) {
                if (meets(wish.wanted(), type)
                        && demand.gpu().orElse(card.name()).equals(card.name())) {
                    addPlaces(card, type, places);
                }
            }
        }
        if (places.isEmpty()) {
            return false;
        }
        places.sort(Comparator.comparingInt(place -> place.type().framebufferMib()));
        var isAt = model.boolVarArray(places.size());
        var at = model.intVar(0, places.size() - 1);
        model.boolsIntChanneling(isAt, at, 0).post();
        if (isLikeLast) {
            model.arithm(items.getLast().at, "<=", at).post();
        }
        items.add(new Item(wish, places, List.of(isAt), at));
        return true;
    }

    private static boolean meets(Wanted wanted, CardType type) {
        return switch (wanted) {
            case Wanted.Exactly(var name) -> name.equals(type.name());
            case Wanted.Need(var mib, var use) ->
                    type.framebufferMib() >= mib
                            && type.name().series().filter(use::equals).isPresent();
        };
    }

    private static void addPlaces(Card card, CardType type, List<Place> places) {
        switch (type.slice()) {
            case Slice.OfGpu(_, var ids) -> {
                places.add(new Place(card, type, Mode.EQUAL_SIZE, 0));
                ids.forEach(id -> places.add(new Place(card, type, Mode.MIXED_SIZE, id)));
            }
            case Slice.OfInstance(var profile, _) ->
                    profile.starts()
                            .forEach(start -> places.add(new Place(card, type, Mode.MIG, start)));
        }
    }

    private void constrain(Card card) {
        var modes = new ArrayList<BoolVar>();
        for (var mode : Mode.values()) {
            var isCut = isMode(card, mode);
            modes.add(isCut);
            var canBe =
                    mode == card.cut().mode() || (isIdle(card) && !card.barred().containsKey(mode));
            if (!canBe) {
                model.arithm(isCut, "=", 0).post();
            }
        }
        model.sum(modes.toArray(BoolVar[]::new), "=", 1).post();
        forEach(card, (place, isHere) -> implies(isHere, isMode(card, place.mode())));
        var all = new ArrayList<BoolVar>();
        forEach(card, (_, isHere) -> all.add(isHere));
        atMost(all, card.freeFunctions().orElse(all.size()));
        equalSize(card);
        mixedSize(card);
        if (card.model().mig().isPresent()) {
            instances(card);
        }
        spread(all);
    }

    private static boolean isIdle(Card card) {
        return card.cut().residents().isEmpty()
                && !(card.cut() instanceof Cut.Mig(var instances)
                        && instances.stream().anyMatch(Cut.Instance::held));
    }

    private BoolVar isMode(Card card, Mode mode) {
        return fact(card.name() + " is " + mode);
    }

    private BoolVar fact(String name) {
        return facts.computeIfAbsent(name, model::boolVar);
    }

    private interface AtPlace {
        void accept(Place place, BoolVar isHere);
    }

    private void forEach(Card card, AtPlace action) {
        for (var item : items) {
            for (var i = 0; i < item.places.size(); i++) {
                if (item.places.get(i).card().equals(card)) {
                    action.accept(item.places.get(i), item.isAt.get(i));
                }
            }
        }
    }

    private void implies(BoolVar one, BoolVar other) {
        model.arithm(one, "<=", other).post();
    }

    private void never(BoolVar fact) {
        model.arithm(fact, "=", 0).post();
    }

    private void atMost(List<BoolVar> facts, int most) {
        if (facts.size() > most) {
            model.sum(facts.toArray(BoolVar[]::new), "<=", most).post();
        }
    }

    private void equalSize(Card card) {
        var sizes = new HashMap<Object, BoolVar>();
        var byMost = new HashMap<Integer, List<BoolVar>>();
        var residents = card.cut().residents();
        forEach(
                card,
                (place, isHere) -> {
                    if (place.mode() != Mode.EQUAL_SIZE) {
                        return;
                    }
                    var most = ((Slice.OfGpu) place.type().slice()).most();
                    if (residents.size() >= most
                            || !residents.stream().allMatch(r -> goes(card, place, r))) {
                        never(isHere);
                        return;
                    }
                    Object size =
                            card.model().mixesSeries()
                                    ? place.type().framebufferMib()
                                    : place.type();
                    implies(isHere, sizes.computeIfAbsent(size, _ -> model.boolVar()));
                    byMost.computeIfAbsent(most, _ -> new ArrayList<>()).add(isHere);
                });
        atMost(List.copyOf(sizes.values()), 1);
        for (var most : byMost.keySet()) {
            var counted = new ArrayList<BoolVar>();
            byMost.forEach((m, those) -> counted.addAll(m <= most ? those : List.of()));
            atMost(counted, most - residents.size());
        }
    }

    private static boolean goes(Card card, Place place, Resident resident) {
        return card.model().mixesSeries()
                ? resident.framebufferMib() == place.type().framebufferMib()
                : resident.type().equals(place.type().name());
    }

    private void mixedSize(Card card) {
        var owners = new HashMap<Integer, List<BoolVar>>();
        var taken = new ArrayList<Integer>();
        if (card.cut() instanceof Cut.MixedSize(var lying)) {
            for (var one : lying) {
                var size = (one.resident().framebufferMib() + 1023) / 1024;
                for (var gib = one.placementId(); gib < one.placementId() + size; gib++) {
                    taken.add(gib);
                }
            }
        }
        forEach(
                card,
                (place, isHere) -> {
                    if (place.mode() == Mode.MIXED_SIZE) {
                        var size = (place.type().framebufferMib() + 1023) / 1024;
                        for (var gib = place.start(); gib < place.start() + size; gib++) {
                            if (taken.contains(gib)) {
                                never(isHere);
                            }
                            owners.computeIfAbsent(gib, _ -> new ArrayList<>()).add(isHere);
                        }
                    }
                });
        owners.values().forEach(those -> atMost(those, 1));
    }

    private void instances(Card card) {
        var now = new HashMap<GpuInstance, Cut.Instance>();
        if (card.cut() instanceof Cut.Mig(var instances)) {
            instances.forEach(instance -> now.put(instance.place(), instance));
        }
        var all = new HashMap<GpuInstance, BoolVar>();
        for (var profile : card.model().mig().orElseThrow().profiles()) {
            for (var start : profile.starts()) {
                var place = new GpuInstance(profile, start);
                all.put(place, fact(card.name() + " has " + place));
            }
        }
        all.forEach((place, isThere) -> implies(isThere, isMode(card, Mode.MIG)));
        now.forEach((place, instance) -> {
            if (instance.held() || !instance.residents().isEmpty()) {
                model.arithm(fact(card.name() + " has " + place), "=", 1).post();
            }
        });
        for (var position = 0;
                position < card.model().mig().orElseThrow().positions();
                position++) {
            var at = position;
            atMost(where(all, place -> place.start() <= at && at < place.end()), 1);
        }
        atMost(where(all, place -> place.profile().name().contains("+me")), 1);
        for (var profile : card.model().mig().orElseThrow().profiles()) {
            atMost(where(all, place -> place.profile().equals(profile)), profile.maxPerGpu());
        }
        all.forEach((place, isThere) -> on(card, place, isThere, now));
    }

    private interface IsMeant {
        boolean test(GpuInstance place);
    }

    private static List<BoolVar> where(Map<GpuInstance, BoolVar> all, IsMeant isMeant) {
        return all.entrySet().stream()
                .filter(entry -> isMeant.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void on(
            Card card, GpuInstance place, BoolVar isThere, Map<GpuInstance, Cut.Instance> now) {
        var instance = now.getOrDefault(place, new Cut.Instance(place, false, List.of()));
        var sizes = new HashMap<Integer, BoolVar>();
        var bySize = new HashMap<Integer, List<BoolVar>>();
        var most = new HashMap<Integer, Integer>();
        forEach(
                card,
                (option, isHere) -> {
                    if (!isOn(option, place.profile(), place.start())) {
                        return;
                    }
                    var size = option.type().framebufferMib();
                    implies(isHere, isThere);
                    if (instance.held()
                            || instance.residents().stream()
                                    .anyMatch(r -> r.framebufferMib() != size)) {
                        never(isHere);
                    }
                    implies(isHere, sizes.computeIfAbsent(size, _ -> model.boolVar()));
                    bySize.computeIfAbsent(size, _ -> new ArrayList<>()).add(isHere);
                    most.put(size, ((Slice.OfInstance) option.type().slice()).most());
                });
        atMost(List.copyOf(sizes.values()), 1);
        bySize.forEach((size, those) ->
                atMost(
                        those,
                        Math.max(0, most.getOrDefault(size, 0) - instance.residents().size())));
    }

    private static boolean isOn(Place option, MigProfile profile, int start) {
        return option.mode() == Mode.MIG
                && option.start() == start
                && option.type().slice() instanceof Slice.OfInstance slice
                && slice.profile().equals(profile);
    }

    private void spread(List<BoolVar> here) {
        if (demand.spread() == Spread.APART) {
            atMost(here, 1);
        }
    }

    private List<BoolVar> used() {
        var used = new ArrayList<BoolVar>();
        for (var card : cards) {
            var here = new ArrayList<BoolVar>();
            forEach(card, (_, isHere) -> here.add(isHere));
            if (!here.isEmpty()) {
                var isUsed = model.boolVar();
                model.max(isUsed, here.toArray(BoolVar[]::new)).post();
                used.add(isUsed);
            }
        }
        return used;
    }

    private boolean vms() {
        for (var i = 0; i < items.size(); i++) {
            var one = items.get(i);
            var together = 1;
            for (var j = 0; j < items.size(); j++) {
                var other = items.get(j);
                if (i != j && one.wish.vm().isPresent() && one.wish.vm().equals(other.wish.vm())) {
                    together++;
                    if (i < j) {
                        together(one, other);
                    }
                }
            }
            if (one.wish.vm().isPresent() && together > demand.rule().most()) {
                return false;
            }
        }
        return true;
    }

    private void together(Item one, Item other) {
        var ofOne = byType(one);
        var ofOther = byType(other);
        ofOne.forEach((type, isOne) ->
                ofOther.forEach((with, isOther) -> {
                    if (demand.rule().refusal().apply(type.name(), with.name()).isPresent()) {
                        model.arithm(isOne, "+", isOther, "<=", 1).post();
                    }
                }));
    }

    private Map<CardType, BoolVar> byType(Item item) {
        var types = new HashMap<CardType, BoolVar>();
        for (var i = 0; i < item.places.size(); i++) {
            var isType = types.computeIfAbsent(item.places.get(i).type(), _ -> model.boolVar());
            implies(item.isAt.get(i), isType);
        }
        return types;
    }

    private IntVar goal() {
        var sum = new ArrayList<IntVar>();
        for (var item : items) {
            var sizes =
                    item.places.stream().mapToInt(place -> place.type().framebufferMib()).toArray();
            var size = model.intVar(0, 300_000);
            model.element(size, sizes, item.at, 0).post();
            sum.add(size);
        }
        var goal = model.intVar(-PER_CARD_USED * (cards.size() + 1), 3_000_000, true);
        var scale = new ArrayList<Integer>();
        sum.forEach(_ -> scale.add(1));
        if (demand.spread() == Spread.SPREAD) {
            used().forEach(isUsed -> {
                sum.add(isUsed);
                scale.add(-PER_CARD_USED);
            });
        }
        if (demand.spread() == Spread.SAME_GPU) {
            model.sum(used().toArray(BoolVar[]::new), "=", 1).post();
        }
        model.scalar(
                        sum.toArray(IntVar[]::new),
                        scale.stream().mapToInt(Integer::intValue).toArray(),
                        "=",
                        goal)
                .post();
        return goal;
    }
}

package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.HostSearch.Shared;

/** Which card takes what, for requests that nothing but room ties to each other. */
final class HostPlan {

    /** A card, what it could take, and what it takes; empty for nothing. */
    record Place(Card card, CardSearch search, Optional<Portion> portion) {}

    /** An item with its card, kind and seat. */
    record Item(Request request, Place place, Seated seated) {

        CardType type() {
            return place.search.kinds().type(request, place.card, seated.kind());
        }
    }

    private final List<Place> places;
    private final ItemClasses classes;
    private final Shared shared;

    private HostPlan(List<Place> places, ItemClasses classes, Shared shared) {
        this.places = places;
        this.classes = classes;
        this.shared = shared;
    }

    /** The best plan; empty where there is none. */
    static Optional<HostPlan> of(
            List<Card> cards, List<Request> requests, Spread spread, boolean mayLeaveOut) {
        return new Preparation(cards, requests).plan(spread, mayLeaveOut);
    }

    /** Finds out what is alike before anything is searched. */
    private static final class Preparation {

        private final List<Card> cards = new ArrayList<>();
        private final List<CardKinds> kinds = new ArrayList<>();
        private final ItemClasses classes;
        private final HostSizes sizes;

        private Preparation(List<Card> all, List<Request> requests) {
            var models = new HashMap<CardModel, CardKinds>();
            var sorted = new ArrayList<>(all);
            sorted.sort(Comparator.comparing(Card::name));
            for (var card : sorted) {
                cards.add(card);
                kinds.add(models.computeIfAbsent(card.model(), CardKinds::new));
            }
            classes = ItemClasses.of(requests, this::takes);
            sizes = new HostSizes(models.values().stream().map(CardKinds::kinds).toList());
        }

        private List<List<Boolean>> takes(Request request) {
            var takes = new ArrayList<List<Boolean>>();
            for (var i = 0; i < cards.size(); i++) {
                takes.add(kinds.get(i).takes(request, cards.get(i)));
            }
            return takes;
        }

        private Optional<HostPlan> plan(Spread spread, boolean mayLeaveOut) {
            var groups = new LinkedHashMap<Object, List<Card>>();
            var searches = new HashMap<Object, CardSearch>();
            for (var i = 0; i < cards.size(); i++) {
                var card = cards.get(i);
                var number = i;
                var options = new ArrayList<List<Boolean>>();
                for (var c = 0; c < classes.size(); c++) {
                    options.add(kinds.get(i).takes(classes.members(c).getFirst(), card));
                }
                var key = Likeness.of(card, kinds.get(i), options);
                groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(card);
                searches.computeIfAbsent(key, _ -> search(number, options, spread));
            }
            return plan(groups, searches, new HostSearchOptions(spread, mayLeaveOut));
        }

        private CardSearch search(int card, List<List<Boolean>> takes, Spread spread) {
            var options = new Options(classes, kinds.get(card).kinds(), takes);
            return new CardSearch(cards.get(card), kinds.get(card), options, sizes, spread);
        }

        private record HostSearchOptions(Spread spread, boolean mayLeaveOut) {}

        private Optional<HostPlan> plan(
                Map<Object, List<Card>> groups,
                Map<Object, CardSearch> searches,
                HostSearchOptions how) {
            var places = new ArrayList<Place>();
            groups.forEach((key, alike) -> {
                var search = searches.get(key);
                if (search != null) {
                    alike.forEach(c -> places.add(new Place(c, search, Optional.empty())));
                }
            });
            var order = places.stream().map(Place::search).toList();
            return new HostSearch(order, classes, how.spread, how.mayLeaveOut)
                    .best()
                    .map(shared -> new HostPlan(filled(places, shared), classes, shared));
        }

        private static List<Place> filled(List<Place> places, Shared shared) {
            var filled = new ArrayList<>(places);
            for (var at = Optional.of(shared); at.isPresent(); at = at.orElseThrow().rest()) {
                var part = at.orElseThrow();
                if (part.portion().isPresent()) {
                    var place = places.get(part.card());
                    filled.set(part.card(), new Place(place.card, place.search, part.portion()));
                }
            }
            filled.sort(Comparator.comparing(place -> place.card.name()));
            return filled;
        }
    }

    /** By address. */
    List<Place> places() {
        return places;
    }

    /** Each with its seat, in the order of the wishes; those left out are not there. */
    List<Item> items() {
        var next = new int[classes.size()];
        var items = new ArrayList<Item>();
        for (var place : places) {
            place.portion.ifPresent(portion -> {
                for (var seated : portion.mode().seats(portion.items())) {
                    var c = seated.itemClass();
                    items.add(new Item(classes.members(c).get(next[c]++), place, seated));
                }
            });
        }
        items.sort(Comparator.comparingInt(item -> item.request.wish()));
        return items;
    }

    /** Whether it is better than another plan for the same demand on the same cards. */
    boolean isBetterThan(HostPlan other) {
        return shared.isBetterThan(other.shared);
    }
}

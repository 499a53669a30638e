package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.fit.Fit.Fits;
import vgpuctl.core.fit.Fit.Misfit;
import vgpuctl.core.fit.Fit.Reason;
import vgpuctl.core.fit.HostPlan.Item;
import vgpuctl.core.fit.HostPlan.Place;
import vgpuctl.core.mig.GpuInstance;

/**
 * Finds out whether vGPUs fit on the cards of one host, and the best way. Exact: there is a fit
 * whenever there is one. docs/planning.md says what is best, and how long it can take.
 */
public final class Fitting {

    private Fitting() {}

    public static Fit of(List<Card> cards, Demand demand) {
        var tooMany = tooManyForAVm(demand);
        if (tooMany.isPresent()) {
            return new Misfit(List.of(tooMany.orElseThrow()));
        }
        return plan(cards, requests(demand), demand, false)
                .<Fit>map(Fitting::fits)
                .orElseGet(() -> new Misfit(CardReasons.of(cards, demand)));
    }

    static Optional<HostPlan> plan(
            List<Card> cards, List<Request> requests, Demand demand, boolean mayLeaveOut) {
        return VmFamilies.plan(cards, requests, demand.rule(), demand.spread(), mayLeaveOut);
    }

    private static Optional<Reason> tooManyForAVm(Demand demand) {
        for (var wish : demand.wishes()) {
            var vm = wish.vm().orElse("");
            var count = demand.rule().presentIn(vm).size();
            for (var other : demand.wishes()) {
                count += other.vm().equals(wish.vm()) ? other.count() : 0;
            }
            if (wish.vm().isPresent() && count > demand.rule().most()) {
                var most = demand.rule().most();
                return Optional.of(
                        new Reason(vm, "a VM may have " + most + " vGPUs at most, not " + count));
            }
        }
        return Optional.empty();
    }

    static List<Request> requests(Demand demand) {
        var requests = new ArrayList<Request>();
        for (var wish : demand.wishes()) {
            requests.add(request(demand, requests.size(), wish));
        }
        return requests;
    }

    private static Request request(Demand demand, int number, Wish wish) {
        var present = wish.vm().map(demand.rule()::presentIn).orElse(List.of());
        return new Request(
                number,
                wish.wanted(),
                wish.count(),
                wish.vm(),
                (card, type) ->
                        demand.gpu().map(card.name()::equals).orElse(true)
                                && present.stream()
                                        .allMatch(other ->
                                                demand.rule().goTogether(type.name(), other)));
    }

    static Fits fits(HostPlan plan) {
        var given = plan.items().stream().map(Fitting::given).toList();
        var changes = new ArrayList<CardChange>();
        var creatable = new ArrayList<Creatable>();
        for (var place : plan.places()) {
            change(place, plan).ifPresent(changes::add);
            addCreatable(place, creatable);
        }
        return new Fits(given, changes, creatable);
    }

    private static Given given(Item item) {
        var request = item.request();
        return new Given(
                request.wish(),
                request.vm(),
                item.place().card().name(),
                item.type().name(),
                item.seated().seat(),
                Why.of(item));
    }

    private static Optional<CardChange> change(Place place, HostPlan plan) {
        if (place.portion().isEmpty()) {
            return Optional.empty();
        }
        var portion = place.portion().orElseThrow();
        var before = place.card().cut().mode();
        var change =
                new CardChange(
                        place.card().name(),
                        before,
                        portion.mode().mode(),
                        destroyed(place.card(), portion),
                        created(place, plan));
        var isNone =
                !change.isSwitch() && change.created().isEmpty() && change.destroyed().isEmpty();
        return isNone ? Optional.empty() : Optional.of(change);
    }

    private static List<GpuInstance> destroyed(Card card, Portion portion) {
        return card.cut() instanceof Cut.Mig(var instances) && portion.mode().mode() != Mode.MIG
                ? instances.stream().map(Cut.Instance::place).toList()
                : portion.mode().destroyed(portion.items());
    }

    private static List<GpuInstance> created(Place place, HostPlan plan) {
        var created = new ArrayList<GpuInstance>();
        for (var item : plan.items()) {
            if (item.place().equals(place)
                    && item.seated().seat() instanceof Seat.OnInstance(var instance, var isNew)
                    && isNew
                    && !created.contains(instance)) {
                created.add(instance);
            }
        }
        created.sort((left, right) -> Integer.compare(left.start(), right.start()));
        return created;
    }

    private static void addCreatable(Place place, List<Creatable> creatable) {
        var search = place.search();
        var counts =
                place.portion()
                        .map(portion -> portion.mode().creatable(portion.items()))
                        .orElseGet(() -> search.now().creatable(0));
        var used = place.portion().map(Portion::size).orElse(0);
        var card = place.card();
        var functions = card.freeFunctions().orElse(Integer.MAX_VALUE) - used;
        for (var i = 0; i < card.model().types().size(); i++) {
            var count = Math.min(functions, counts[search.kinds().kindOf(i)]);
            creatable.add(new Creatable(card.name(), card.model().types().get(i).name(), count));
        }
    }
}

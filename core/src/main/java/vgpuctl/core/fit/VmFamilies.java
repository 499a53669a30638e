package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.type.TypeName;

/**
 * Plans for VMs that get several vGPUs, whose types have to go together. A VM can have exactly what
 * comes from one family, a largest set of types that go with each other; once each VM has its
 * family, nothing ties its vGPUs to each other any more.
 */
final class VmFamilies {

    private final List<Card> cards;
    private final List<Request> requests;
    private final VmRule rule;
    private final Map<String, List<Set<TypeName>>> families = new LinkedHashMap<>();

    private VmFamilies(List<Card> cards, List<Request> requests, VmRule rule) {
        this.cards = cards;
        this.requests = requests;
        this.rule = rule;
    }

    /** The best plan that the rule allows; empty where there is none. */
    static Optional<HostPlan> plan(
            List<Card> cards,
            List<Request> requests,
            VmRule rule,
            Spread spread,
            boolean mayLeaveOut) {
        var free = HostPlan.of(cards, requests, spread, mayLeaveOut);
        if (free.isEmpty() || isAllowed(free.orElseThrow(), rule)) {
            return free;
        }
        var families = new VmFamilies(cards, requests, rule);
        return families.best(tied -> HostPlan.of(cards, tied, spread, mayLeaveOut));
    }

    private static boolean isAllowed(HostPlan plan, VmRule rule) {
        var types = new HashMap<String, List<TypeName>>();
        for (var item : plan.items()) {
            var type = item.type().name();
            if (item.request().vm().isPresent()) {
                var together =
                        types.computeIfAbsent(
                                item.request().vm().orElseThrow(), _ -> new ArrayList<>());
                if (!together.stream().allMatch(other -> rule.goTogether(type, other))) {
                    return false;
                }
                together.add(type);
            }
        }
        return true;
    }

    private interface Planner {
        Optional<HostPlan> plan(List<Request> tied);
    }

    private Optional<HostPlan> best(Planner planner) {
        for (var request : requests) {
            request.vm().ifPresent(vm -> families.computeIfAbsent(vm, this::familiesOf));
        }
        var best = Optional.<HostPlan>empty();
        for (var choice : choices()) {
            var plan = planner.plan(tied(choice));
            if (plan.isPresent()
                    && (best.isEmpty() || plan.orElseThrow().isBetterThan(best.orElseThrow()))) {
                best = plan;
            }
        }
        return best;
    }

    private List<Request> tied(Map<String, Set<TypeName>> choice) {
        var tied = new ArrayList<Request>();
        for (var request : requests) {
            var family = request.vm().map(choice::get);
            tied.add(
                    family.map(types -> request.where((_, type) -> types.contains(type.name())))
                            .orElse(request));
        }
        return tied;
    }

    /** One family for each VM, in every way. */
    private List<Map<String, Set<TypeName>>> choices() {
        var choices = new ArrayList<Map<String, Set<TypeName>>>();
        choices.add(Map.of());
        for (var vm : families.entrySet()) {
            var longer = new ArrayList<Map<String, Set<TypeName>>>();
            for (var choice : choices) {
                for (var family : vm.getValue()) {
                    var more = new LinkedHashMap<>(choice);
                    more.put(vm.getKey(), family);
                    longer.add(more);
                }
            }
            choices.clear();
            choices.addAll(longer);
        }
        return choices;
    }

    private List<Set<TypeName>> familiesOf(String vm) {
        var ofVm = requests.stream().filter(r -> r.vm().filter(vm::equals).isPresent()).toList();
        var types = new LinkedHashSet<TypeName>();
        for (var card : cards) {
            for (var type : card.model().types()) {
                if (ofVm.stream().anyMatch(request -> request.isMetBy(card, type))) {
                    types.add(type.name());
                }
            }
        }
        if (ofVm.stream().mapToInt(Request::count).sum() == 1) {
            return List.of(types);
        }
        types.removeIf(type -> !rule.goTogether(type, type));
        var found = new ArrayList<Set<TypeName>>();
        grow(new LinkedHashSet<>(), types, new HashSet<>(), found);
        return found;
    }

    /** Bron and Kerbosch's way to all largest sets in which everything goes together. */
    private void grow(
            Set<TypeName> family,
            Set<TypeName> candidates,
            Set<TypeName> done,
            List<Set<TypeName>> found) {
        if (candidates.isEmpty()) {
            if (done.isEmpty()) {
                found.add(family);
            }
            return;
        }
        var pivot = candidates.iterator().next();
        for (var type : List.copyOf(candidates)) {
            if (type.equals(pivot) || !rule.goTogether(type, pivot)) {
                var larger = new LinkedHashSet<>(family);
                larger.add(type);
                grow(larger, going(candidates, type), going(done, type), found);
                candidates.remove(type);
                done.add(type);
            }
        }
    }

    private Set<TypeName> going(Set<TypeName> types, TypeName with) {
        var going = new LinkedHashSet<>(types);
        going.removeIf(type -> type.equals(with) || !rule.goTogether(type, with));
        return going;
    }
}

package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.place.Choice.Seat;
import vgpuctl.core.fleet.place.PlacementRules.Headroom;

/**
 * A fleet's hosts, kept so that a request is decided without looking at each of them. Deciding
 * changes nothing: what is decided is told by {@link #put}, once it is written, or by {@link
 * #commit}. Not for several threads at once.
 */
public final class Placer {

    /** Kinds of requests whose rankings are kept. */
    private static final int MOST_RANKINGS = 256;

    private final PlacementRules rules;
    private final Outlook outlook;
    private final HostClasses classes;
    private final Map<String, PlacedHost> hosts = new TreeMap<>();
    private final Map<String, Set<String>> hostsOfClaim = new HashMap<>();
    private final Map<String, Set<String>> hostsOfVm = new HashMap<>();
    private final Map<String, Set<String>> hostsApart = new HashMap<>();
    private final Map<Ask, Ranking> rankings = new HashMap<>();
    private final long[] headroom;

    private Placer(PlacementRules rules, boolean ofShares) {
        this.rules = rules;
        outlook = rules.outlook().orElse(Outlook.OF_GPUS);
        classes = new HostClasses(new Spaces(rules.outlook(), ofShares), rules.seed());
        headroom = new long[rules.headroom().size()];
    }

    public static Placer of(Collection<FleetHost> hosts, PlacementRules rules) {
        return of(hosts, rules, false);
    }

    /** GPUs that are shared in parts of any size: for comparing with others on their traces. */
    public static Placer ofShares(Collection<FleetHost> hosts, PlacementRules rules) {
        return of(hosts, rules, true);
    }

    private static Placer of(Collection<FleetHost> hosts, PlacementRules rules, boolean ofShares) {
        var placer = new Placer(rules, ofShares);
        hosts.forEach(placer::put);
        return placer;
    }

    // ---- what there is ----

    public Collection<FleetHost> hosts() {
        return hosts.values().stream().map(PlacedHost::host).toList();
    }

    public Optional<FleetHost> host(String id) {
        return placed(id).map(PlacedHost::host);
    }

    Optional<PlacedHost> placed(String id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /** The hosts that carry a part of a claim. */
    public Set<String> hostsOf(String claim) {
        return Set.copyOf(hostsOfClaim.getOrDefault(claim, Set.of()));
    }

    PlacementRules rules() {
        return rules;
    }

    Outlook outlook() {
        return outlook;
    }

    HostClasses classes() {
        return classes;
    }

    /** A host that is new, or whose documents are. */
    public void put(FleetHost host) {
        replace(Optional.ofNullable(hosts.get(host.id())), Optional.of(classes.of(host)));
    }

    public void remove(String host) {
        replace(placed(host), Optional.empty());
    }

    private void replace(Optional<PlacedHost> before, Optional<PlacedHost> after) {
        if (before.isPresent()) {
            var old = before.get();
            old.host().allocation().claims().forEach(claim -> forget(claim, old.id()));
            swap(old, after);
        } else {
            after.ifPresent(this::enter);
        }
        after.ifPresent(
                now -> now.host().allocation().claims().forEach(claim -> note(claim, now.id())));
    }

    private void swap(PlacedHost before, Optional<PlacedHost> after) {
        classes.leave(before);
        hosts.remove(before.id());
        count(before, -1);
        after.ifPresent(this::enter);
    }

    private void enter(PlacedHost host) {
        classes.enter(host);
        hosts.put(host.id(), host);
        count(host, 1);
    }

    private void note(FleetClaim claim, String host) {
        add(hostsOfClaim, claim.id(), host);
        claim.vm().ifPresent(vm -> add(hostsOfVm, vm, host));
        claim.apart().ifPresent(word -> add(hostsApart, word, host));
    }

    private static void add(Map<String, Set<String>> map, String key, String host) {
        map.computeIfAbsent(key, _ -> new TreeSet<>()).add(host);
    }

    private void forget(FleetClaim claim, String host) {
        drop(hostsOfClaim, claim.id(), host);
        claim.vm().ifPresent(vm -> drop(hostsOfVm, vm, host));
        claim.apart().ifPresent(word -> drop(hostsApart, word, host));
    }

    private static void drop(Map<String, Set<String>> map, String key, String host) {
        var there = map.getOrDefault(key, Set.of());
        if (there.size() == 1 && there.contains(host)) {
            map.remove(key);
        } else if (!there.isEmpty()) {
            there.remove(host);
        }
    }

    // ---- what was decided ----

    /** As {@link #put} with what the decision makes of its hosts. */
    public void commit(Placed placed) {
        for (var id : placed.hosts()) {
            var before = Objects.requireNonNull(hosts.get(id));
            var cards = before.hostClass().cards().clone();
            for (var vgpu : placed.vgpus()) {
                if (vgpu.host().equals(id)) {
                    var slot = slotOf(before, vgpu.gpu());
                    cards[slot] = with(cards[slot], vgpu);
                }
            }
            var claim = placed.claimOn(id);
            var host = before.host().with(placed.appliedTo(before.host().allocation()));
            swap(before, Optional.of(classes.changed(before, host, cards, claim.resources(), 1)));
            note(claim, id);
        }
    }

    private static CardState with(CardState card, PlacedVgpu vgpu) {
        var types = card.space().model().types();
        for (var i = 0; i < types.size(); i++) {
            if (types.get(i).type().name().equals(vgpu.type())) {
                var id = vgpu.placementId().orElse(-1);
                return card.space().state(card.space().with(card.content(), i, vgpu.mode(), id));
            }
        }
        throw new IllegalArgumentException(vgpu.toString());
    }

    /** As {@link #put} with hosts that no longer carry the claim. */
    public void release(String claim) {
        for (var id : hostsOf(claim)) {
            var before = Objects.requireNonNull(hosts.get(id));
            var gone = before.host().allocation().claim(claim).orElseThrow();
            var cards = before.hostClass().cards().clone();
            for (var vgpu : gone.vgpus()) {
                var slot = slotOf(before, vgpu.gpu());
                var type = HostClasses.typeOf(cards[slot].space(), vgpu);
                cards[slot] = cards[slot].without(type, vgpu.placementId().orElse(-1));
            }
            var host = before.host().with(before.host().allocation().without(claim));
            swap(before, Optional.of(classes.changed(before, host, cards, gone.resources(), -1)));
            forget(gone, id);
            if (gone.apart().isPresent() || gone.vm().isPresent()) {
                // Another claim of the same VM or word may still be there.
                host.allocation().claims().forEach(other -> note(other, id));
            }
        }
    }

    static int slotOf(PlacedHost host, String gpu) {
        for (var slot = 0; slot < host.hostClass().cards().length; slot++) {
            if (host.gpu(slot).equals(gpu)) {
                return slot;
            }
        }
        throw new IllegalArgumentException(host.id() + " has no " + gpu);
    }

    // ---- deciding ----

    /** Where the request goes, or why it goes nowhere. */
    public Decision decide(PlacementRequest request) {
        var placed = place(request);
        return placed.isPresent() ? placed.get() : new Explanation(this, request).refusal();
    }

    /** Where the request goes; empty where it fits nowhere, for those who need no reasons. */
    public Optional<Placed> place(PlacementRequest request) {
        return place(request, Optional.empty());
    }

    /**
     * Where the request goes on one host that is none of those; empty where there is none, or where
     * it may be on several.
     *
     * @param passedOver hosts
     */
    public Optional<Placed> placeBeside(Set<String> passedOver, PlacementRequest request) {
        return isHeld(request) || !isForOneHost(request)
                ? Optional.empty()
                : onOneHost(request, Ask.of(request, rules.policy(), Optional.empty()), passedOver);
    }

    /**
     * @param driver the only version that a host may have; empty: any
     */
    Optional<Placed> place(PlacementRequest request, Optional<String> driver) {
        if (isHeld(request)) {
            return Optional.empty();
        }
        var ask = Ask.of(request, rules.policy(), driver);
        return isForOneHost(request)
                ? onOneHost(request, ask, Set.of())
                : new SeveralHosts(this, request, ask).place();
    }

    private static boolean isForOneHost(PlacementRequest request) {
        return request.where().sameHost() || request.count() <= 1;
    }

    private boolean isHeld(PlacementRequest request) {
        return !hostsOfClaim.getOrDefault(request.claim(), Set.of()).isEmpty();
    }

    private Optional<Placed> onOneHost(PlacementRequest request, Ask ask, Set<String> passedOver) {
        return find(request, ask, passedOver)
                .map(found ->
                        placed(
                                request,
                                seats(
                                        found,
                                        Choice.of(found.hostClass(), ask, outlook).orElseThrow())));
    }

    static Placed placed(PlacementRequest request, List<PlacedVgpu> vgpus) {
        return new Placed(request, vgpus, Words.why(request, vgpus));
    }

    /** The best host; empty where there is none beside those that are passed over. */
    Optional<PlacedHost> find(PlacementRequest request, Ask ask, Set<String> passedOver) {
        var only = only(request);
        if (only.isPresent()) {
            return best(only.get(), request, ask, passedOver);
        }
        var apart = request.where().apart().map(w -> hostsApart.getOrDefault(w, Set.of()));
        var not = request.where().notHosts();
        return ranking(ask)
                .first(host ->
                        !not.contains(host.id())
                                && !passedOver.contains(host.id())
                                && !apart.orElse(Set.of()).contains(host.id())
                                && leavesHeadroom(host, request, ask));
    }

    /** The only hosts that it may be on: those it names, or the one that its VM is on. */
    private Optional<Set<String>> only(PlacementRequest request) {
        var ofVm = request.vm().map(vm -> hostsOfVm.getOrDefault(vm, Set.of())).orElse(Set.of());
        if (!ofVm.isEmpty()) {
            return Optional.of(ofVm);
        }
        return request.where().hosts().isEmpty()
                ? Optional.empty()
                : Optional.of(request.where().hosts());
    }

    private Optional<PlacedHost> best(
            Set<String> only, PlacementRequest request, Ask ask, Set<String> passedOver) {
        var best = Optional.<PlacedHost>empty();
        var least = Double.POSITIVE_INFINITY;
        for (var id : only) {
            var host = placed(id).filter(h -> isMeant(h, request) && !passedOver.contains(id));
            var choice = host.flatMap(h -> Choice.of(h.hostClass(), ask, outlook));
            if (choice.isPresent()
                    && choice.get().score() < least
                    && goesWithVm(host.get(), choice.get(), request)
                    && leavesHeadroom(host.get(), request, ask)) {
                least = choice.get().score();
                best = host;
            }
        }
        return best;
    }

    private boolean isMeant(PlacedHost host, PlacementRequest request) {
        var where = request.where();
        return (where.hosts().isEmpty() || where.hosts().contains(host.id()))
                && !where.notHosts().contains(host.id())
                && where.apart()
                        .map(word -> !hostsApart.getOrDefault(word, Set.of()).contains(host.id()))
                        .orElse(true);
    }

    /** Whether the vGPUs may be in the VM beside those that it has. */
    private static boolean goesWithVm(PlacedHost host, Choice choice, PlacementRequest request) {
        for (var claim : host.host().allocation().claims()) {
            if (request.vm().isPresent() && claim.vm().equals(request.vm())) {
                for (var vgpu : claim.vgpus()) {
                    for (var seat : choice.seats()) {
                        if (!VmTogether.is(host, vgpu, seat)) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private Ranking ranking(Ask ask) {
        if (classes.isLong()) {
            rankings.values().forEach(ranking -> ranking.dropTheDead(classes.born()));
            classes.forget();
            rankings.values().forEach(ranking -> ranking.knowsFirst(classes.size()));
        }
        if (rankings.size() >= MOST_RANKINGS && !rankings.containsKey(ask)) {
            rankings.clear();
        }
        var ranking =
                rankings.computeIfAbsent(
                        ask,
                        it -> new Ranking(it, outlook, classes.living(), classes.born().size()));
        ranking.catchUp(classes.born());
        return ranking;
    }

    static List<PlacedVgpu> seats(PlacedHost host, Choice choice) {
        var vgpus = new ArrayList<PlacedVgpu>();
        for (var seat : choice.seats()) {
            vgpus.add(vgpu(host, seat));
        }
        return vgpus;
    }

    private static PlacedVgpu vgpu(PlacedHost host, Seat seat) {
        var gpu = host.gpu(seat.slot());
        var step = seat.step();
        var isEmpty = host.hostClass().cards()[seat.slot()].isEmpty();
        var mode = host.host().allocation().modeOf(gpu);
        return new PlacedVgpu(
                host.id(),
                gpu,
                step.next().space().model().types().get(step.type()).type().name(),
                step.mode(),
                isEmpty && mode != step.mode(),
                step.mode() == Mode.MIXED_SIZE
                        ? OptionalInt.of(step.placementId())
                        : OptionalInt.empty());
    }

    // ---- what is kept free ----

    private void count(PlacedHost host, int sign) {
        for (var i = 0; i < headroom.length; i++) {
            headroom[i] +=
                    sign * room(host.hostClass().shape(), host.hostClass().cards(), headroomOf(i));
        }
    }

    private Headroom headroomOf(int number) {
        return rules.headroom().get(number);
    }

    private static long room(HostShape shape, CardState[] cards, Headroom kept) {
        var counts =
                kept.groups().isEmpty()
                        || shape.group().filter(kept.groups()::contains).isPresent();
        var sum = 0L;
        for (var slot = 0; counts && shape.closed().isEmpty() && slot < cards.length; slot++) {
            var most = 0;
            for (var type : cards[slot].space().meeting(kept.wanted())) {
                most = Math.max(most, cards[slot].capacity(type));
            }
            sum += shape.slots().get(slot).unusable().isEmpty() ? most : 0;
        }
        return sum;
    }

    private boolean leavesHeadroom(PlacedHost host, PlacementRequest request, Ask ask) {
        return headroom.length == 0
                || request.mayUseHeadroom()
                || Choice.of(host.hostClass(), ask, outlook)
                        .filter(choice -> missedHeadroom(host, choice).isEmpty())
                        .isPresent();
    }

    /** What would no longer be kept free. */
    Optional<Headroom> missedHeadroom(PlacedHost host, Choice choice) {
        var after = host.hostClass().cards().clone();
        choice.seats().forEach(seat -> after[seat.slot()] = seat.step().next());
        for (var i = 0; i < headroom.length; i++) {
            var kept = headroomOf(i);
            var before = room(host.hostClass().shape(), host.hostClass().cards(), kept);
            var now = room(host.hostClass().shape(), after, kept);
            if (now < before && headroom[i] - before + now < kept.count()) {
                return Optional.of(kept);
            }
        }
        return Optional.empty();
    }

    /** What every host is to carry. */
    public Map<String, HostAllocation> allocations() {
        var all = new TreeMap<String, HostAllocation>();
        hosts.forEach((id, host) -> all.put(id, host.host().allocation()));
        return all;
    }
}

package vgpuctl.fleet.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.Move.Interruption;
import vgpuctl.core.fleet.place.Landing;
import vgpuctl.core.fleet.place.Relocation.Step;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.ClaimKey.Phase;
import vgpuctl.fleet.documents.ClaimKey.Way;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.scheduler.Rewriting.Next;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/**
 * The documents of a claim that is on its way: each change is one transaction, whose condition is
 * that the way is still its mover's.
 *
 * <pre>
 * to another host   stays ─► PREPARED ─► HANDED ─► stays, there
 *                     ▲         │          │
 *                     └─────────┴──────────┘ taken back
 * within a host     stays ─► STOPPING ─► STARTING ─► stays
 *                     ▲         │
 *                     └─────────┘
 * </pre>
 */
final class Ways {

    /** How a change ended. */
    enum End {
        DONE,
        RELEASED,
        /** It is another mover's by now, or nobody's. */
        NOT_OURS
    }

    private final Store store;
    private final Keys keys;
    private final FleetView view;
    private final String mover;
    private final Rewriting rewriting;

    Ways(Store store, Keys keys, FleetView view, String mover, Rewriting rewriting) {
        this.store = store;
        this.keys = keys;
        this.view = view;
        this.mover = mover;
        this.rewriting = rewriting;
    }

    /** A claim that nobody moves, and where it lies. */
    private record Staying(Entry key, Document source, FleetClaim claim) {}

    /** An allocation, and the revision that the next write of it names. */
    private record Document(HostAllocation allocation, long revision) {}

    // ---- beginning ----

    /** Gives the claim to the other host as well; why not, where it cannot be. */
    Optional<String> prepare(Step step) {
        return rewriting.settle(
                "the move of claim " + step.claim(),
                () -> beginning(step, Phase.PREPARED, this::prepared));
    }

    /** Says that the claim will change its GPU; why not, where it cannot. */
    Optional<String> begin(Step step) {
        return rewriting.settle(
                "the move of claim " + step.claim(),
                () -> beginning(step, Phase.STOPPING, this::begun));
    }

    private interface Beginning {
        Next<Optional<String>> of(Step step, Staying now, FleetHost target);
    }

    private Next<Optional<String>> beginning(Step step, Phase phase, Beginning beginning) {
        var key = store.get(keys.claim(step.claim()));
        if (key.isEmpty()) {
            return no("it was released");
        }
        var claim = ClaimKey.read(key.get().text());
        if (claim.way().isPresent()) {
            return claim.way().get().equals(way(step, phase))
                    ? new Next.Settled<>(Optional.empty())
                    : no("it is on its way already");
        }
        var source = document(step.from());
        var carried = source.allocation.claim(step.claim());
        if (!claim.hosts().equals(List.of(step.from())) || carried.isEmpty()) {
            return no("it is on " + String.join(", ", claim.hosts()) + " by now");
        }
        if (!isWhereItWas(step, carried.get())) {
            return no("it lies elsewhere on " + step.from() + " by now");
        }
        if (sharesItsVm(source.allocation, carried.get())) {
            return no("its VM has other claims on " + step.from() + " by now");
        }
        var target = view.fetchAll(step.to());
        if (target.isEmpty()) {
            return no(step.to() + " has not said what it has");
        }
        var driver = otherDriver(step, target.get());
        return driver.isPresent()
                ? new Next.Settled<>(driver)
                : beginning.of(step, new Staying(key.get(), source, carried.get()), target.get());
    }

    private Way way(Step step, Phase phase) {
        return new Way(step.from(), step.to(), phase, mover);
    }

    private static Next<Optional<String>> no(String why) {
        return new Next.Settled<>(Optional.of(why));
    }

    private static boolean isWhereItWas(Step step, FleetClaim claim) {
        if (claim.vgpus().size() != step.moves().size() || claim.from().isPresent()) {
            return false;
        }
        for (var i = 0; i < claim.vgpus().size(); i++) {
            var vgpu = claim.vgpus().get(i);
            var from = step.moves().get(i).from();
            if (!vgpu.gpu().equals(from.gpu())
                    || vgpu.placementId().orElse(-1) != from.placementId()) {
                return false;
            }
        }
        return true;
    }

    private static boolean sharesItsVm(HostAllocation source, FleetClaim claim) {
        for (var other : source.claims()) {
            if (claim.vm().isPresent()
                    && other.vm().equals(claim.vm())
                    && !other.id().equals(claim.id())) {
                return true;
            }
        }
        return false;
    }

    /** A VM is moved to the same driver only. */
    private Optional<String> otherDriver(Step step, FleetHost target) {
        var source =
                step.from().equals(step.to()) ? Optional.of(target) : view.fetchAll(step.from());
        var there = target.inventory().driver();
        return source.map(host -> host.inventory().driver())
                .filter(driver -> !driver.equals(there))
                .map(driver ->
                        "%s has driver %s, and %s has %s"
                                .formatted(step.from(), driver, step.to(), there));
    }

    private Next<Optional<String>> prepared(Step step, Staying now, FleetHost target) {
        var coming = at(step, now.claim).comingFrom(step.from());
        var after = target.allocation().with(coming, modes(step));
        var obstacle = Landing.obstacle(target, step.placed(), after);
        if (obstacle.isPresent()) {
            return new Next.Settled<>(obstacle);
        }
        var transaction = keyed(now.key, ClaimKey.on(way(step, Phase.PREPARED)));
        var revision = view.host(step.to()).orElseThrow().revision();
        return new Next.Write<>(put(transaction, after, revision).build(), Optional.empty());
    }

    private Next<Optional<String>> begun(Step step, Staying now, FleetHost target) {
        var after = now.source.allocation.replacing(at(step, now.claim), modes(step));
        var obstacle = Landing.obstacle(target, step.placed(), after);
        if (obstacle.isPresent()) {
            return new Next.Settled<>(obstacle);
        }
        var marked = now.source.allocation.replacing(now.claim.comingFrom(step.from()), Map.of());
        var transaction = keyed(now.key, ClaimKey.on(way(step, Phase.STOPPING)));
        return new Next.Write<>(
                put(transaction, marked, now.source.revision).build(), Optional.empty());
    }

    /** The claim where the step has it. */
    private static FleetClaim at(Step step, FleetClaim claim) {
        return claim.with(step.placed().claimOn(step.to()).vgpus());
    }

    private static Map<String, Mode> modes(Step step) {
        var modes = new TreeMap<String, Mode>();
        step.placed().vgpus().forEach(vgpu -> modes.put(vgpu.gpu(), vgpu.mode()));
        return modes;
    }

    // ---- going on ----

    /** Makes the way ours, whose mover is no more. */
    End takeOver(String claim) {
        return going(
                claim,
                Optional.empty(),
                way -> isAtWork(way.mover()) && !way.mover().equals(mover),
                (key, way) -> next(way, way.phase()).transaction(key));
    }

    boolean isAtWork(String other) {
        return store.get(keys.mover(other)).isPresent();
    }

    /** Says that the hook is about to be told to move the VM. */
    End hand(String claim) {
        return going(
                claim,
                Optional.empty(),
                this::isOthers,
                (key, way) -> next(way, Phase.HANDED).transaction(key));
    }

    /** The claim is the other host's alone. */
    End finish(String claim, String to) {
        return going(
                claim, Optional.of(to), this::isOthers, (key, way) -> finished(claim, key, way));
    }

    /** The claim is where it was, and nowhere else. */
    End takeBack(String claim, String from) {
        return going(
                claim, Optional.of(from), this::isOthers, (key, way) -> takenBack(claim, key, way));
    }

    /** The claim stays where it is on its host. */
    End settle(String claim, String host) {
        return going(
                claim, Optional.of(host), this::isOthers, (key, way) -> settled(claim, key, way));
    }

    /** The claim lies where the step has it; why not, where it cannot. */
    Optional<String> shift(Step step) {
        return rewriting.settle("the move of claim " + step.claim(), () -> shifting(step));
    }

    private Next<Optional<String>> shifting(Step step) {
        var key = store.get(keys.claim(step.claim()));
        var way = key.flatMap(entry -> ClaimKey.read(entry.text()).way());
        if (way.isEmpty() || isOthers(way.get())) {
            return no("it is not on its way any more");
        }
        var host = view.fetchAll(step.to());
        var claim = host.flatMap(one -> one.allocation().claim(step.claim()));
        if (claim.isEmpty()) {
            return no("its host has not said what it has");
        }
        var there = at(step, claim.get());
        if (there.equals(claim.get()) && way.get().phase() == Phase.STARTING) {
            return new Next.Settled<>(Optional.empty());
        }
        var after = host.get().allocation().replacing(there, modes(step));
        var obstacle = Landing.obstacle(host.get(), step.placed(), after);
        if (obstacle.isPresent()) {
            return new Next.Settled<>(obstacle);
        }
        var transaction = keyed(key.get(), ClaimKey.on(way(step, Phase.STARTING)));
        var revision = view.host(step.to()).orElseThrow().revision();
        return new Next.Write<>(put(transaction, after, revision).build(), Optional.empty());
    }

    private boolean isOthers(Way way) {
        return !way.mover().equals(mover);
    }

    private record Following(Way way) {

        Transaction.Builder transaction(Entry key) {
            return keyed(key, ClaimKey.on(way));
        }
    }

    private Following next(Way way, Phase phase) {
        return new Following(new Way(way.from(), way.to(), phase, mover));
    }

    private interface Going {
        Transaction.Builder on(Entry key, Way way);
    }

    /**
     * Changes a way that is ours.
     *
     * @param arrived the host whose it is alone afterwards: where it is so already, an answer was
     *     lost
     */
    private End going(
            String claim, Optional<String> arrived, Predicate<Way> isBarred, Going going) {
        return rewriting.settle(
                "the move of claim " + claim,
                () -> {
                    var key = store.get(keys.claim(claim));
                    if (key.isEmpty()) {
                        return new Next.Settled<>(End.RELEASED);
                    }
                    var now = ClaimKey.read(key.get().text());
                    var way = now.way();
                    if (way.isEmpty()) {
                        var isDone = arrived.map(List::of).equals(Optional.of(now.hosts()));
                        return new Next.Settled<>(isDone ? End.DONE : End.NOT_OURS);
                    }
                    return isBarred.test(way.get())
                            ? new Next.Settled<>(End.NOT_OURS)
                            : new Next.Write<>(going.on(key.get(), way.get()).build(), End.DONE);
                });
    }

    private Transaction.Builder finished(String claim, Entry key, Way way) {
        var source = document(way.from());
        var target = document(way.to());
        var transaction = keyed(key, new ClaimKey(List.of(way.to())));
        put(transaction, source.allocation.without(claim), source.revision);
        return put(transaction, arrived(target.allocation, claim), target.revision);
    }

    private Transaction.Builder takenBack(String claim, Entry key, Way way) {
        var target = document(way.to());
        var transaction = keyed(key, new ClaimKey(List.of(way.from())));
        return put(transaction, target.allocation.without(claim), target.revision);
    }

    private Transaction.Builder settled(String claim, Entry key, Way way) {
        var host = document(way.to());
        var transaction = keyed(key, new ClaimKey(List.of(way.to())));
        return put(transaction, arrived(host.allocation, claim), host.revision);
    }

    private static HostAllocation arrived(HostAllocation allocation, String claim) {
        return allocation
                .claim(claim)
                .map(its -> allocation.replacing(its.arrived(), Map.of()))
                .orElse(allocation);
    }

    // ---- looking ----

    /** The way of a claim, and what of it lies where; empty where it is not on any. */
    Optional<OnItsWay> onItsWay(String claim) {
        var way = store.get(keys.claim(claim)).flatMap(entry -> ClaimKey.read(entry.text()).way());
        return way.map(its -> {
            var source = document(its.from()).allocation;
            var target = document(its.to()).allocation;
            return new OnItsWay(
                    its, source.claim(claim), moves(source, target, claim, its.isWithin()));
        });
    }

    /**
     * A claim that is on its way.
     *
     * @param source as the host has it whose it is
     * @param moves what becomes of its vGPUs; within a host from where they are to where they are
     */
    record OnItsWay(Way way, Optional<FleetClaim> source, List<Move> moves) {

        OnItsWay {
            moves = List.copyOf(moves);
        }

        Optional<String> vm() {
            return source.flatMap(FleetClaim::vm);
        }
    }

    private static List<Move> moves(
            HostAllocation source, HostAllocation target, String id, boolean isWithin) {
        var from = source.claim(id);
        var to = target.claim(id);
        var moves = new ArrayList<Move>();
        if (from.isPresent() && to.isPresent()) {
            for (var i = 0; i < from.get().vgpus().size(); i++) {
                var vgpu = from.get().vgpus().get(i);
                moves.add(
                        new Move(
                                id,
                                from.get().vm(),
                                vgpu.uuid(),
                                vgpu.type(),
                                place(source, vgpu),
                                place(target, to.get().vgpus().get(i)),
                                isWithin ? Interruption.RESTART : Interruption.MIGRATION));
            }
        }
        return moves;
    }

    private static Move.Place place(HostAllocation allocation, ClaimedVgpu vgpu) {
        return new Move.Place(
                allocation.host(),
                vgpu.gpu(),
                allocation.modeOf(vgpu.gpu()),
                vgpu.placementId().orElse(-1));
    }

    // ---- documents ----

    private Document document(String host) {
        var entry = store.get(keys.host(host, Part.ALLOCATION));
        return new Document(
                entry.map(Entry::text)
                        .map(AllocationJson::read)
                        .orElseGet(() -> HostAllocation.empty(host)),
                entry.map(Entry::revision).orElse(Transaction.ABSENT));
    }

    private static Transaction.Builder keyed(Entry key, ClaimKey now) {
        return new Transaction.Builder()
                .expect(key.key(), key.revision())
                .put(key.key(), now.write());
    }

    private Transaction.Builder put(
            Transaction.Builder transaction, HostAllocation now, long revision) {
        var key = keys.host(now.host(), Part.ALLOCATION);
        return transaction.expect(key, revision).put(key, AllocationJson.write(now));
    }
}

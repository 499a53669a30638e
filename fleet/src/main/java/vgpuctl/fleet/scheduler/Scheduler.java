package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.place.Defragmentation;
import vgpuctl.core.fleet.place.Drain;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;

/**
 * Grants and releases claims. Several may work on one fleet at once, and many threads may ask one:
 * requests that wait for each other are written together.
 */
public final class Scheduler implements AutoCloseable {

    /** etcd takes 128 changes at once; a claim is two and more. */
    private static final int MOST_TOGETHER = 32;

    private final Store store;
    private final Keys keys;
    private final Placer placer;
    private final FleetView view;
    private final Duration patience;

    /** Held by who uses the view and the placer. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private int together = MOST_TOGETHER;

    /**
     * A scheduler of a fleet.
     *
     * @param patience how long it tries to find out what became of a write without an answer, and
     *     decides again where others were faster
     */
    public Scheduler(Store store, Keys keys, Placer placer, Duration patience) {
        this(store, keys, placer, patience, FleetView.STAYS_BUSY);
    }

    /**
     * @param staysBusy how long a host that others have written is left to them
     */
    Scheduler(Store store, Keys keys, Placer placer, Duration patience, Duration staysBusy) {
        this.store = store;
        this.keys = keys;
        this.placer = placer;
        this.patience = patience;
        view = new FleetView(store, keys, placer, staysBusy);
    }

    public FleetView view() {
        return view;
    }

    /** The hosts by id, as the store has them by now. */
    public Map<String, FleetView.Known> hosts() {
        turn.lock();
        try {
            view.update();
            return Map.copyOf(view.hosts());
        } finally {
            turn.unlock();
        }
    }

    /** What hosts hold of a claim; none where nobody holds it. */
    public List<Outcome.Part> claim(String id) {
        return store.get(keys.claim(id))
                .map(entry -> parts(id, ClaimKey.read(entry.text())))
                .orElse(List.of());
    }

    /** Where a request would go now. */
    public Decision decide(PlacementRequest request) {
        var first = seen(request);
        if (first.isCertain() || isAsKnown(first.revisions())) {
            return first.decision();
        }
        return listedAnew(() -> placer.decide(request));
    }

    /**
     * A decision by what is known.
     *
     * @param revisions of the allocations of its hosts
     * @param isCertain whether all of it was listed since it was asked for
     */
    private record Seen(Decision decision, Map<String, Long> revisions, boolean isCertain) {}

    private Seen seen(PlacementRequest request) {
        var begun = System.nanoTime();
        turn.lock();
        try {
            view.update();
            var decision = placer.decide(request);
            var revisions = new TreeMap<String, Long>();
            if (decision instanceof Decision.Placed placed) {
                for (var host : placed.hosts()) {
                    revisions.put(host, view.host(host).orElseThrow().revision());
                }
            }
            return new Seen(decision, revisions, view.isListedSince(begun));
        } finally {
            turn.unlock();
        }
    }

    /**
     * Whether nobody has changed its hosts: a watch may be late. None where there is no place: what
     * others gave free is not known. Others have their turn meanwhile.
     */
    private boolean isAsKnown(Map<String, Long> revisions) {
        for (var known : revisions.entrySet()) {
            var now = allocation(known.getKey()).map(Entry::revision).orElse(Transaction.ABSENT);
            if (!now.equals(known.getValue())) {
                return false;
            }
        }
        return !revisions.isEmpty();
    }

    /**
     * What emptying a host would move; nothing is changed.
     *
     * @param most moves
     */
    public Relocation drained(String host, int most) {
        return listedAnew(() -> {
            if (view.host(host).isEmpty()) {
                throw noHost(host).thrown();
            }
            if (placer.host(host).isEmpty()) {
                throw new Problem.HostNotReady(
                                host + " has not said what it has",
                                "start its agent: 'vgpuctl serve --fleet' on " + host)
                        .thrown();
            }
            return Drain.of(placer, host, most);
        });
    }

    /**
     * What could move so that there is more room in one piece; nothing is changed.
     *
     * @param most moves
     */
    public Relocation defragmented(int most) {
        return listedAnew(() -> Defragmentation.of(placer, most));
    }

    /** By what the store has now. */
    private <T> T listedAnew(Supplier<T> plan) {
        turn.lock();
        try {
            view.list();
            return plan.get();
        } finally {
            turn.unlock();
        }
    }

    private static Problem noHost(String host) {
        return new Problem.NotFound("the fleet has no host " + host, "see 'vgpuctl fleet hosts'");
    }

    /** Grants a request, or finds that it is held already. */
    public Outcome request(PlacementRequest request) {
        var asked = new Waiting.Asked(request);
        waiting.add(asked);
        turn.lock();
        try {
            if (asked.outcome().isEmpty()) {
                writeTogether(first());
            }
            return asked.outcome().orElseGet(() -> alone(asked));
        } finally {
            waiting.remove(asked);
            turn.unlock();
        }
    }

    /** Gives a claim's place free; the hosts that carried it, none where nobody did. */
    public List<String> release(String id) {
        var key = store.get(keys.claim(id));
        if (key.isEmpty()) {
            return List.of();
        }
        var given =
                new Waiting.Given(
                        id, ClaimKey.read(key.get().text()).hosts(), key.get().revision());
        waiting.add(given);
        turn.lock();
        try {
            if (!given.isDone()) {
                writeTogether(first());
            }
        } finally {
            waiting.remove(given);
            turn.unlock();
        }
        return given.isDone() ? given.hosts() : alone(given);
    }

    private List<Waiting> first() {
        return waiting.stream().filter(one -> !one.isDone()).limit(together).toList();
    }

    /**
     * Gives free and grants what it can in one transaction. Those that have no place, and all of
     * them where somebody else changed one of their hosts, are not done afterwards.
     */
    private void writeTogether(List<Waiting> several) {
        if (several.size() < 2) {
            together = Math.min(together + 1, MOST_TOGETHER);
            return;
        }
        view.update();
        var batch = new Batch(keys, view, placer);
        for (var one : several) {
            if (one instanceof Waiting.Given given && batch.hasRoom()) {
                batch.add(given);
            }
        }
        for (var one : several) {
            if (one instanceof Waiting.Asked asked
                    && batch.hasRoom()
                    && found(asked.request()) instanceof Decision.Placed placed) {
                batch.add(asked, placed);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        var isDone = false;
        try {
            isDone =
                    commit(
                            batch.transaction(),
                            new Attempt("a claim among several", patience),
                            claim ->
                                    batch.aGrant()
                                            .filter(placed -> isGranted(placed, claim))
                                            .isPresent());
        } finally {
            if (isDone) {
                batch.done();
                together = Math.min(together + 1, MOST_TOGETHER);
            } else {
                batch.hosts().forEach(view::placeAgain);
                together = Math.max(together / 2, 1);
            }
        }
        if (!isDone) {
            batch.hosts().forEach(view::fetch);
        }
    }

    /** A host that another scheduler is filling is left to it, as long as there is another one. */
    private Decision found(PlacementRequest request) {
        var busy = view.busy();
        var elsewhere =
                busy.isEmpty()
                        ? Optional.<Decision.Placed>empty()
                        : placer.placeBeside(busy, request);
        return elsewhere.isPresent() ? elsewhere.get() : placer.decide(request);
    }

    private Outcome alone(Waiting.Asked asked) {
        var request = asked.request();
        var attempt = new Attempt("claim " + request.claim(), patience);
        var since = asked.begun();
        while (true) {
            view.update();
            var decision = found(request);
            if (decision instanceof Decision.Refused refused) {
                var held = held(request);
                if (held.isPresent()) {
                    return held.get();
                }
                // A watch may be late: nobody is refused on what was before they asked, or were too
                // late at another host. One listing does for all who waited for it.
                if (view.isListedSince(since)) {
                    return new Outcome.Refused(refused);
                }
                view.list();
                continue;
            }
            var placed = (Decision.Placed) decision;
            if (!isOnOneOf(placed)
                    && commit(grant(placed), attempt, claim -> isGranted(placed, claim))) {
                return Outcome.Granted.of(placed);
            }
            var held = held(request);
            if (held.isPresent()) {
                return held.get();
            }
            placed.hosts().forEach(view::fetch);
            attempt.again();
            since = System.nanoTime();
        }
    }

    /** Whether a host that it would go to carries the claim, as far as is known here. */
    private boolean isOnOneOf(Decision.Placed placed) {
        for (var host : placed.hosts()) {
            var known = view.host(host).orElseThrow();
            if (known.allocation().claim(placed.request().claim()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Transaction grant(Decision.Placed placed) {
        var writes = new ClaimWrites(keys);
        writes.grant(placed);
        for (var host : placed.hosts()) {
            var known = view.host(host).orElseThrow();
            writes.swap(placed.appliedTo(known.allocation()), known.revision());
        }
        return writes.transaction();
    }

    /** Whether the store holds what we tried to write: the claim, as it was placed. */
    private boolean isGranted(Decision.Placed placed, String claim) {
        return ClaimKey.read(claim).hosts().equals(placed.hosts())
                && parts(placed.request().claim(), ClaimKey.read(claim)).stream()
                        .allMatch(part -> part.claim().equals(placed.claimOn(part.host())));
    }

    private interface IsThere {
        boolean in(String claim);
    }

    /**
     * Writes it, or not at all. Where the answer is lost it is written again, the same on the same
     * conditions, until it is known: as long as that is open, nothing else may be decided.
     */
    private boolean commit(Transaction transaction, Attempt attempt, IsThere isThere) {
        var isOpen = false;
        while (true) {
            try {
                if (isOpen && isThere(transaction, isThere)) {
                    return true;
                }
                var committed = store.commit(transaction);
                if (committed.done()) {
                    note(transaction, committed);
                    return true;
                }
                // What was sent before cannot succeed any more, unless it did.
                return isOpen && isThere(transaction, isThere);
            } catch (StoreException e) {
                if (e.fate() == Fate.UNKNOWN) {
                    isOpen = true;
                } else if (!isOpen) {
                    throw e;
                }
                attempt.again(e);
            }
        }
    }

    private boolean isThere(Transaction transaction, IsThere isThere) {
        for (var write : transaction.writes().entrySet()) {
            if (write.getValue().isPresent() && write.getKey().startsWith(keys.claims())) {
                return store.get(write.getKey())
                        .filter(entry -> isThere.in(entry.text()))
                        .isPresent();
            }
        }
        return false;
    }

    private void note(Transaction transaction, Committed committed) {
        transaction.writes().forEach((key, text) -> view.take(key, text, committed.revision()));
    }

    /** What the claim of a request holds; empty where there is none. */
    private Optional<Outcome> held(PlacementRequest request) {
        var key = store.get(keys.claim(request.claim()));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var parts = parts(request.claim(), ClaimKey.read(key.get().text()));
        var count = parts.stream().mapToInt(part -> part.claim().vgpus().size()).sum();
        var isTheSame =
                count == request.count()
                        && parts.stream()
                                .allMatch(part ->
                                        part.claim().vm().equals(request.vm())
                                                && part.claim().owner().equals(request.owner()));
        if (count > 0 && !isTheSame) {
            throw new Problem.Conflict(
                            "claim %s holds %d vGPUs%s already"
                                    .formatted(
                                            request.claim(),
                                            count,
                                            parts.getFirst()
                                                    .claim()
                                                    .vm()
                                                    .map(vm -> " for " + vm)
                                                    .orElse("")),
                            "choose another id, or release it first: vgpuctl fleet release "
                                    + request.claim())
                    .thrown();
        }
        // Released in the moment between the two looks: asked for anew.
        return count == 0 ? Optional.empty() : Optional.of(new Outcome.Held(parts));
    }

    /** What the hosts hold of a claim; where it is on its way, what it is on its way from. */
    private List<Outcome.Part> parts(String id, ClaimKey key) {
        var parts = new ArrayList<Outcome.Part>();
        for (var host : key.hosts()) {
            allocation(host)
                    .flatMap(entry -> AllocationJson.read(entry.text()).claim(id))
                    .filter(claim -> !claim.isComingTo(host))
                    .ifPresent(claim -> parts.add(new Outcome.Part(host, claim)));
        }
        return parts;
    }

    private Optional<Entry> allocation(String host) {
        return store.get(keys.host(host, Part.ALLOCATION));
    }

    private List<String> alone(Waiting.Given given) {
        var id = given.id();
        var attempt = new Attempt("the release of claim " + id, patience);
        var released = given.hosts();
        while (true) {
            try {
                var key = store.get(keys.claim(id));
                if (key.isEmpty()) {
                    return released;
                }
                released = ClaimKey.read(key.get().text()).hosts();
                var writes = new ClaimWrites(keys);
                writes.release(id, key.get().revision());
                for (var host : released) {
                    allocation(host)
                            .ifPresent(entry ->
                                    writes.swap(
                                            AllocationJson.read(entry.text()).without(id),
                                            entry.revision()));
                }
                if (store.commit(writes.transaction()).done()) {
                    return released;
                }
                attempt.again();
            } catch (StoreException e) {
                // Deleting what is gone is done: it may simply be asked for again.
                if (e.fate() == Fate.NOT_DONE) {
                    throw e;
                }
                attempt.again(e);
            }
        }
    }

    /** Lets nothing new onto a host, or lets it again; false where it was so already. */
    public boolean cordon(String host, boolean on) {
        return change(host, before -> before.cordoned(on));
    }

    /** Lets the store's word count on a host that knows of later changes. */
    public void readmit(String host) {
        var said = store.get(keys.host(host, Part.REPORT)).map(Entry::text).map(Report::read);
        var epoch = said.map(Report::epoch).orElse(0L);
        change(host, before -> before.inEpoch(Math.max(before.epoch(), epoch) + 1));
    }

    private boolean change(String host, UnaryOperator<HostAllocation> change) {
        var attempt = new Attempt("host " + host, patience);
        while (true) {
            try {
                var entry = allocation(host);
                if (entry.isEmpty() && store.get(keys.host(host, Part.INVENTORY)).isEmpty()) {
                    throw noHost(host).thrown();
                }
                var before =
                        entry.map(Entry::text)
                                .map(AllocationJson::read)
                                .orElseGet(() -> HostAllocation.empty(host));
                var after = change.apply(before);
                if (after.equals(before)) {
                    return attempt.isRepeated();
                }
                var key = keys.host(host, Part.ALLOCATION);
                var revision = entry.map(Entry::revision).orElse(Transaction.ABSENT);
                if (store.commit(Transaction.swap(key, revision, AllocationJson.write(after)))
                        .done()) {
                    return true;
                }
                attempt.again();
            } catch (StoreException e) {
                if (e.fate() == Fate.NOT_DONE) {
                    throw e;
                }
                attempt.again(e);
            }
        }
    }

    @Override
    public void close() {
        view.close();
    }
}

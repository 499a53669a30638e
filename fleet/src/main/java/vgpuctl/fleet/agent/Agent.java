package vgpuctl.fleet.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.documents.Cluster;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

/**
 * One host in the fleet. Whoever drives it calls {@link #start} once and then {@link #round} again
 * and again; nothing of it needs the time of day.
 */
public final class Agent {

    /**
     * Who the host is.
     *
     * @param host its id in the fleet
     * @param machine an id of the installed system
     */
    public record Identity(String host, String machine) {}

    private final Store store;
    private final Keys keys;
    private final Identity identity;
    private final HostSide host;
    private final Kept kept;
    private final Duration life;
    private final Supplier<String> newFleet;
    private final Consumer<String> log;
    private final Published published;

    /** Held by who grants, renews or ends the lease. */
    private final Object hearing = new Object();

    private Optional<Lease> lease = Optional.empty();

    /** Ticks of this machine, when the lease was last granted or renewed. */
    private long heard;

    private Optional<HostAllocation> carriedOut = Optional.empty();
    private List<Problem> problems = List.of();
    private boolean isJoined;
    private String said = "";

    /**
     * An agent.
     *
     * @param life how long it counts as heard after its last word
     * @param newFleet an id for a store that is no fleet yet
     * @param log is told, in a sentence each, what changes
     */
    public Agent(
            Store store,
            Keys keys,
            Identity identity,
            HostSide host,
            Kept kept,
            Duration life,
            Supplier<String> newFleet,
            Consumer<String> log) {
        this.store = store;
        this.keys = keys;
        this.identity = identity;
        this.host = host;
        this.kept = kept;
        this.life = life;
        this.newFleet = newFleet;
        this.log = log;
        published = new Published(store);
    }

    /** Carries out what was kept, whether the store is there or not. */
    public void start() {
        kept.membership().ifPresent(this::checkHost);
        kept.allocation().ifPresent(this::carryOut);
    }

    /** All that there is to do now; false where the store gave no answer. */
    public boolean round() {
        try {
            if (!isJoined) {
                join();
                isJoined = true;
            }
            published.begin();
            stayHeard();
            takeAllocation();
            publish();
            // Not before it is known what the host has; a store that does not know it is not told.
            if (kept.isDistrusted()) {
                end();
            } else {
                beHeard();
            }
            say("in the fleet at " + store.name());
            return true;
        } catch (StoreException e) {
            published.forget();
            say(e.problem().reason() + "; what is claimed on this host stays as it is");
            return false;
        }
    }

    /** A host that leaves is no longer heard, at once. */
    public void end() {
        try {
            synchronized (hearing) {
                var ended = lease;
                lease = Optional.empty();
                ended.ifPresent(store::revoke);
            }
        } catch (StoreException _) {
            // It ends by itself.
        }
    }

    private void checkHost(Kept.Membership membership) {
        if (!membership.host().equals(identity.host())) {
            throw new Problem.Conflict(
                            "this host is %s in its fleet, and is called %s now"
                                    .formatted(membership.host(), identity.host()),
                            "say --fleet-host %s; to be another host, release its claims and"
                                            .formatted(membership.host())
                                    + " delete /var/lib/vgpuctl/fleet first")
                    .thrown();
        }
    }

    private void join() {
        var cluster = Cluster.join(store, keys, newFleet);
        var membership = kept.membership();
        if (membership.isPresent()) {
            Cluster.check(store, cluster, membership.get().cluster());
        } else {
            checkNobodyElse();
            kept.keep(new Kept.Membership(cluster, identity.host(), identity.machine()));
        }
    }

    /** A name in the fleet is one machine's, until its claims are released. */
    private void checkNobodyElse() {
        var report = store.get(keys.host(identity.host(), Part.REPORT)).map(Entry::text);
        var other = report.map(Report::read).map(Report::machine);
        if (other.isEmpty() || other.get().equals(identity.machine())) {
            return;
        }
        if (store.get(keys.host(identity.host(), Part.ALIVE)).isPresent()) {
            throw new Problem.Conflict(
                            "the fleet has a host %s already, another machine, and it is heard"
                                    .formatted(identity.host()),
                            "give this one another name with --fleet-host")
                    .thrown();
        }
        var claims = allocation().map(HostAllocation::claims).orElse(List.of());
        if (!claims.isEmpty()) {
            throw new Problem.Conflict(
                            "host %s carries %d claims in the fleet, and this is another machine or"
                                            .formatted(identity.host(), claims.size())
                                    + " a new installation of it",
                            "release or move them first, with 'vgpuctl fleet release'; or put"
                                    + " /var/lib/vgpuctl/fleet back from a copy")
                    .thrown();
        }
    }

    /**
     * Renews that the host is heard, where it was before. On any thread, more often than a lease
     * ends: a round may take as long as a change of the host does.
     */
    public void stayHeard() {
        synchronized (hearing) {
            if (lease.isPresent()) {
                beHeard();
            }
        }
    }

    /** Renewed by ourselves, and granted again where it is gone: after a freeze, for one. */
    private void beHeard() {
        synchronized (hearing) {
            var now = System.nanoTime();
            if (lease.isPresent() && now - heard < life.dividedBy(8).toNanos()) {
                return;
            }
            if (lease.isPresent() && store.renew(lease.get())) {
                heard = now;
                return;
            }
            // Kept once it carries the word: renewed without it, the host would never be heard.
            lease = Optional.empty();
            var granted = store.grant(life);
            store.commit(
                    new Transaction.Builder()
                            .put(keys.host(identity.host(), Part.ALIVE), "{}")
                            .under(granted)
                            .build());
            lease = Optional.of(granted);
            heard = now;
        }
    }

    Duration life() {
        return life;
    }

    private Optional<HostAllocation> allocation() {
        return store.get(keys.host(identity.host(), Part.ALLOCATION))
                .map(entry -> AllocationJson.read(entry.text()));
    }

    private void takeAllocation() {
        Optional<HostAllocation> wanted;
        var entry = store.get(keys.host(identity.host(), Part.ALLOCATION));
        try {
            wanted = entry.map(Entry::text).map(AllocationJson::read);
        } catch (MalformedDocument e) {
            note(
                    List.of(
                            new Problem.HostNotReady(
                                    "the allocation of this host cannot be read: " + e.getMessage(),
                                    "update vgpuctl on this host, or put the document right")));
            return;
        }
        var known = kept.allocation();
        if (wanted.isEmpty() && known.filter(last -> !last.claims().isEmpty()).isEmpty()) {
            return;
        }
        var now = wanted.orElseGet(() -> HostAllocation.empty(identity.host()));
        var revision = entry.map(Entry::revision).orElse(0L);
        if (known.isPresent() && isOfOlderStore(now, revision, known.get())) {
            note(distrust(wentBack(now, known.get())));
            return;
        }
        if (!carriedOut.equals(Optional.of(now))
                || !problems.isEmpty()
                || host.isBehind(now)
                || revision < kept.revision()) {
            // On the disk first: from here on the host can do without the store.
            if (isKept(now, revision)) {
                carryOut(now);
            }
        }
    }

    /** A disk that is full does not end the agent: it is tried again in the next round. */
    private List<Problem> distrust(Problem why) {
        try {
            kept.distrust();
            return List.of(why);
        } catch (ProblemException e) {
            return List.of(why, e.problem());
        }
    }

    /** A disk that is full now may have room in the next round. */
    private boolean isKept(HostAllocation now, long revision) {
        try {
            if (!kept.allocation().equals(Optional.of(now))
                    || kept.isDistrusted()
                    || revision < kept.revision()) {
                kept.keep(now, revision);
            }
            return true;
        } catch (ProblemException e) {
            note(List.of(e.problem()));
            return false;
        }
    }

    /**
     * Whether somebody put an older copy of the store back. It may have gone on since and know of
     * more changes than this host: they are others. Until somebody raises the epoch, or puts the
     * newest copy back. A copy that is no older for this host is as good as any.
     */
    private boolean isOfOlderStore(HostAllocation now, long revision, HostAllocation known) {
        if (now.epoch() > known.epoch() || now.equals(known)) {
            return false;
        }
        return kept.isDistrusted() || revision < kept.revision() || isOlder(now, known);
    }

    /** The store knows less than this host. */
    private static boolean isOlder(HostAllocation now, HostAllocation known) {
        if (now.epoch() != known.epoch()) {
            return now.epoch() < known.epoch();
        }
        return now.generation() < known.generation()
                || (now.generation() == known.generation() && !now.equals(known));
    }

    private static Problem wentBack(HostAllocation now, HostAllocation known) {
        return new Problem.Conflict(
                "the store knows %s as of change %d, this host as of change %d%s: an older copy of"
                                .formatted(
                                        known.host(),
                                        now.generation(),
                                        known.generation(),
                                        now.generation() > known.generation() ? " of others" : "")
                        + " the store was put back",
                "nothing is changed on this host; put the newest copy back, or let the store's"
                        + " word count: vgpuctl fleet readmit "
                        + known.host());
    }

    private void carryOut(HostAllocation allocation) {
        try {
            note(host.carryOut(allocation));
        } catch (ProblemException e) {
            note(List.of(e.problem()));
        }
        carriedOut = Optional.of(allocation);
    }

    /** Tried again in each round, and told once. */
    private void note(List<Problem> now) {
        var before = problems;
        problems = now;
        if (!now.equals(before)) {
            now.forEach(problem -> log.accept(problem.reason()));
        }
    }

    /** What changed only: a fleet at rest writes nothing but that it is there. */
    private void publish() {
        var allocation = kept.allocation().orElseGet(() -> HostAllocation.empty(identity.host()));
        put(Part.INVENTORY, InventoryJson.write(host.look(allocation)));
        put(
                Part.REPORT,
                Report.of(identity.machine(), allocation, host.missing(allocation), problems)
                        .write());
    }

    private void put(Part part, String text) {
        published.put(keys.host(identity.host(), part), text);
    }

    /** Once, until there is something else to say. */
    private void say(String sentence) {
        if (!sentence.equals(said)) {
            said = sentence;
            log.accept(sentence);
        }
    }

    /** What keeps the host from being as it should be. */
    public List<Problem> problems() {
        return new ArrayList<>(problems);
    }
}

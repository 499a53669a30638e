package vgpuctl.fleet.simulate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import vgpuctl.fleet.agent.Agent;
import vgpuctl.fleet.agent.Kept;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Watch;

/**
 * The agents of many hosts, which share a watch and a few threads: a round of a host's agent when
 * its allocation changes, and now and then without that.
 */
public final class SimulatedAgents implements AutoCloseable {

    /** How many have a round at once. */
    private static final int AT_ONCE = 16;

    /** Between two rounds, where nothing changes. */
    private static final int RENEWALS = 8;

    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Store store;
    private final Keys keys;
    private final Duration life;
    private final Map<String, Member> members = new TreeMap<>();
    private final DelayQueue<Due> due = new DelayQueue<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private static final class Member {

        private final String id;
        private final Agent agent;
        private final SimulatedHost host;

        /** The newest moment at which it has a turn; all others are void. */
        private long at;

        /** Turns until it has a round, which the others are not: they renew that it is heard. */
        private int untilRound;

        Member(String id, Agent agent, SimulatedHost host) {
            this.id = id;
            this.agent = agent;
            this.host = host;
        }
    }

    /** A round at a moment of this machine's ticks. */
    private record Due(Member member, long at) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(at - ((Due) other).at);
        }
    }

    /**
     * The agents of these hosts, which do nothing yet.
     *
     * @param kept the directory in which each keeps what a host's disk would
     * @param life how long a host counts as heard after its last word
     */
    public SimulatedAgents(
            Store store, Keys keys, Collection<SimulatedHost> hosts, Path kept, Duration life) {
        this.store = store;
        this.keys = keys;
        this.life = life;
        for (var host : hosts) {
            var id = host.inventory().host();
            var agent =
                    new Agent(
                            store,
                            keys,
                            new Agent.Identity(id, "simulated-" + id),
                            host,
                            new Kept(kept.resolve(id)),
                            life,
                            () -> "simulated",
                            _ -> {});
            members.put(id, new Member(id, agent, host));
        }
    }

    /** Starts them all, within some time. */
    public void start(Duration within) {
        for (var member : members.values()) {
            member.agent.start();
            var wait = ThreadLocalRandom.current().nextLong(within.toNanos() + 1);
            schedule(member, Duration.ofNanos(wait));
        }
        threads.add(Thread.ofVirtual().name("simulated watch").start(this::watch));
        for (var i = 0; i < Math.min(AT_ONCE, members.size()); i++) {
            threads.add(Thread.ofVirtual().name("simulated agents").start(this::serve));
        }
    }

    private void schedule(Member member, Duration wait) {
        schedule(member, wait, 0);
    }

    private void schedule(Member member, Duration wait, int untilRound) {
        var at = System.nanoTime() + wait.toNanos();
        synchronized (member) {
            member.at = at;
            member.untilRound = untilRound;
        }
        due.add(new Due(member, at));
    }

    private void serve() {
        try {
            while (!isEnding()) {
                var next = due.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null && isNewest(next)) {
                    turn(next);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isNewest(Due next) {
        synchronized (next.member()) {
            return next.member().at == next.at();
        }
    }

    private void turn(Due turn) {
        var member = turn.member();
        int left;
        synchronized (member) {
            left = member.untilRound;
        }
        boolean isHeard;
        synchronized (member.agent) {
            isHeard = left == 0 ? member.agent.round() : isStillHeard(member.agent);
        }
        if (isHeard) {
            heard.add(member.id);
        } else {
            heard.remove(member.id);
        }
        // What changed meanwhile has called for a round of its own.
        if (isNewest(turn)) {
            if (isHeard) {
                schedule(member, jittered(life.dividedBy(3)), left == 0 ? RENEWALS : left - 1);
            } else {
                schedule(member, jittered(AFTER_A_FAILURE));
            }
        }
    }

    private static boolean isStillHeard(Agent agent) {
        try {
            agent.stayHeard();
            return true;
        } catch (StoreException _) {
            return false;
        }
    }

    private static Duration jittered(Duration most) {
        return Duration.ofNanos(
                most.toNanos() / 2 + ThreadLocalRandom.current().nextLong(most.toNanos() / 2 + 1));
    }

    /** Of all hosts at once: a watch for each is what agents of their own have. */
    private void watch() {
        while (!isEnding()) {
            var from = changed();
            if (from.isPresent()) {
                follow(from.get());
            }
            rest();
        }
    }

    /** From where to watch; empty where the store is away. */
    private Optional<Long> changed() {
        try {
            return Optional.of(store.list(keys.claims()).revision() + 1);
        } catch (StoreException _) {
            return Optional.empty();
        }
    }

    private void follow(long from) {
        members.values().forEach(member -> schedule(member, jittered(life.dividedBy(3))));
        try (var watch = store.watch(keys.hosts(), from)) {
            while (!isEnding()) {
                if (!(watch.next(LOOK) instanceof Watch.Changes(var changes))) {
                    return;
                }
                changes.forEach(change -> wake(change.key()));
            }
        } catch (StoreException _) {
            // The rounds go on meanwhile.
        }
    }

    private void wake(String key) {
        keys.ofHost(key)
                .filter(of -> of.part() == Part.ALLOCATION)
                .map(of -> members.get(of.host()))
                .ifPresent(member -> schedule(member, Duration.ZERO));
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private void rest() {
        try {
            boolean _ = ending.await(AFTER_A_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many hosts the store answered last time. */
    public int heard() {
        return heard.size();
    }

    public Collection<SimulatedHost> hosts() {
        return members.values().stream().map(member -> member.host).toList();
    }

    /** Ends them as a host does that leaves: it is no longer heard, at once. */
    @Override
    public void close() {
        ending.countDown();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        members.values().forEach(member -> member.agent.end());
    }
}

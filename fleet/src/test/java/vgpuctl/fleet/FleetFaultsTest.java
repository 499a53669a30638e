package vgpuctl.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.agent.Agent;
import vgpuctl.fleet.agent.HostSide;
import vgpuctl.fleet.agent.Kept;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.etcd.EtcdSettings;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.scheduler.TestFleet;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Watch;

/**
 * Requests, releases, cordons and reboots, while members of the store are killed and frozen, and
 * agents and schedulers are killed. Larger with {@code -Dvgpuctl.fleet.hosts=200
 * -Dvgpuctl.fleet.rounds=20}.
 */
class FleetFaultsTest {

    private static final int HOSTS = Integer.getInteger("vgpuctl.fleet.hosts", 8);

    private static final int ROUNDS = Integer.getInteger("vgpuctl.fleet.rounds", 1);

    private static final long SEED = Long.getLong("vgpuctl.fleet.seed", 1);

    private static final int SCHEDULERS = 3;

    private static final Keys KEYS = new Keys("fleet");

    @TempDir Path directory;

    private final AtomicBoolean isOver = new AtomicBoolean();

    /** The last word of the schedulers is there to be carried out. */
    private final AtomicBoolean isDecided = new AtomicBoolean();

    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> unclear = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<long[]> grants = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger decisions = new AtomicInteger();
    private final Map<String, HostAllocation> carried = new ConcurrentHashMap<>();

    /** A host that carries out what it is told, and notices what no card would do. */
    private record Host(String id, FleetFaultsTest test) implements HostSide {

        @Override
        public HostInventory look(HostAllocation allocation) {
            return TestFleet.inventory(id, 4);
        }

        @Override
        public List<Problem> carryOut(HostAllocation allocation) {
            test.faults.addAll(TestFleet.faults(allocation));
            test.carried.put(id, allocation);
            return List.of();
        }
    }

    @Test
    void nothingIsLostOrDoubledWhateverIsKilled() throws Exception {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
        try (var cluster = EtcdCluster.start(directory, 3);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var calm = store(cluster.settings(), 30)) {
            try {
                play(cluster, threads, calm);
            } finally {
                // What still runs after a failure would be waited for without end.
                isOver.set(true);
                threads.shutdownNow();
            }
        }
    }

    private void play(EtcdCluster cluster, ExecutorService threads, Store calm) throws Exception {
        var agentsWork = new ArrayList<Future<?>>();
        var schedulersWork = new ArrayList<Future<?>>();
        var recorded = threads.submit(() -> record(calm));
        var agents = store(cluster.settings(), 1);
        for (var host = 0; host < HOSTS; host++) {
            var number = host;
            agentsWork.add(threads.submit(() -> serve("h" + number, agents, number)));
        }
        for (var i = 0; i < SCHEDULERS; i++) {
            var number = i;
            schedulersWork.add(threads.submit(() -> schedule(number, cluster.settings())));
        }
        Thread.sleep(3000);
        for (var round = 0; round < ROUNDS; round++) {
            disturb(cluster, new Random(SEED + round));
        }
        // All goes on by itself.
        var before = grants.size();
        await("grants go on", () -> grants.size() > before + 5);
        isOver.set(true);
        for (var work : schedulersWork) {
            work.get();
        }
        isDecided.set(true);
        for (var work : agentsWork) {
            work.get();
        }
        agents.close();
        var history = recorded.get();
        assertThat(faults).isEmpty();
        assertThat(TestFleet.faults(calm, KEYS)).isEmpty();
        var there = new HashSet<String>();
        for (var entry : calm.list(KEYS.claims()).entries()) {
            there.add(entry.key().substring(KEYS.claims().length()));
        }
        assertThat(there).as("acknowledged claims").containsAll(held);
        there.removeAll(held);
        assertThat(unclear).as("claims that nobody was told of").containsAll(there);
        for (var entry : calm.list(KEYS.hosts()).entries()) {
            if (entry.key().endsWith("/alloc")) {
                var allocation = AllocationJson.read(entry.text());
                assertThat(carried.get(allocation.host())).isEqualTo(allocation);
            }
        }
        System.out.printf(
                "fleet: %d hosts, %d decisions, %d grants, %d changes in the history, %d held,"
                        + " %d unclear%n",
                HOSTS, decisions.get(), grants.size(), history, held.size(), unclear.size());
    }

    private static EtcdStore store(EtcdSettings settings, int patience) {
        return new EtcdStore(settings.with(Duration.ofSeconds(1), Duration.ofSeconds(patience)));
    }

    /** One member killed, one frozen for longer than leases live, two killed: no majority. */
    private void disturb(EtcdCluster cluster, Random random) throws InterruptedException {
        var first = random.nextInt(3);
        cluster.kill(first);
        Thread.sleep(2500);
        cluster.start(first);
        cluster.awaitQuorum();
        var second = random.nextInt(3);
        cluster.freeze(second);
        Thread.sleep(4000);
        cluster.thaw(second);
        Thread.sleep(1500);
        var third = random.nextInt(3);
        cluster.kill(third);
        cluster.kill((third + 1) % 3);
        var from = System.nanoTime();
        Thread.sleep(3000);
        var to = System.nanoTime();
        assertThat(grants.stream().filter(grant -> grant[0] > from && grant[1] < to))
                .as("claims granted without a majority")
                .isEmpty();
        cluster.start(third);
        cluster.start((third + 1) % 3);
        cluster.awaitQuorum();
        Thread.sleep(2000);
    }

    /** An agent, which is killed now and then, and its host restarted with it. */
    private void serve(String host, Store store, int number) {
        var random = new Random(SEED * 1000 + number);
        var last = false;
        while (true) {
            var agent =
                    new Agent(
                            store,
                            KEYS,
                            new Agent.Identity(host, "machine-" + host),
                            new Host(host, this),
                            new Kept(directory.resolve("kept-" + host)),
                            Duration.ofSeconds(3),
                            () -> "fleet-1",
                            _ -> {});
            agent.start();
            for (var round = 5 + random.nextInt(30); round > 0; round--) {
                last = isDecided.get();
                if (agent.round() && last) {
                    return;
                }
                sleep(last ? 100 : 300 + random.nextInt(400));
            }
            // Killed: it says no word more.
            sleep(random.nextInt(1000));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** A scheduler, which is killed now and then in the midst of a request. */
    private void schedule(int number, EtcdSettings settings) {
        var random = new Random(SEED * 100 + number);
        var mine = new ArrayList<String>();
        for (var next = 0; !isOver.get(); ) {
            try (var store = store(settings, 2);
                    var scheduler =
                            new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofSeconds(4))) {
                for (var life = 20 + random.nextInt(60); life > 0 && !isOver.get(); life--) {
                    switch (random.nextInt(12)) {
                        case 0, 1, 2, 3 -> release(scheduler, mine, random);
                        case 4 -> scheduler.cordon("h" + random.nextInt(HOSTS), true);
                        case 5, 6 -> scheduler.cordon("h" + random.nextInt(HOSTS), false);
                        case 7 -> killed(scheduler, mine, "s" + number + "-" + next++, random);
                        default -> request(scheduler, mine, "s" + number + "-" + next++, random);
                    }
                }
            } catch (StoreException _) {
                sleep(100);
            } catch (ProblemException e) {
                if (!(e.problem() instanceof Problem.NotFound
                        || e.problem() instanceof Problem.Conflict)) {
                    throw e;
                }
            }
        }
    }

    private void request(Scheduler scheduler, List<String> mine, String id, Random random) {
        var request =
                TestFleet.request(
                        id,
                        TestFleet.TYPES.get(random.nextInt(TestFleet.TYPES.size())),
                        1 + random.nextInt(3));
        // Until somebody says that it is held, or that it is not.
        unclear.add(id);
        var start = System.nanoTime();
        decisions.incrementAndGet();
        if (isRefused(scheduler, request)) {
            unclear.remove(id);
            return;
        }
        grants.add(new long[] {start, System.nanoTime()});
        mine.add(id);
        held.add(id);
        unclear.remove(id);
    }

    private static boolean isRefused(Scheduler scheduler, PlacementRequest request) {
        try {
            return scheduler.request(request) instanceof Outcome.Refused;
        } catch (ProblemException e) {
            // Others were faster for too long, and nothing was changed.
            if (e.problem() instanceof Problem.Conflict) {
                return true;
            }
            throw e;
        }
    }

    /** Asked again by the next one, with the same id. */
    private void killed(Scheduler scheduler, List<String> mine, String id, Random random) {
        var victim = Thread.currentThread();
        var seed = random.nextLong();
        var killer =
                Thread.ofVirtual()
                        .start(() -> {
                            sleep(random.nextInt(12));
                            victim.interrupt();
                        });
        try {
            request(scheduler, mine, id, new Random(seed));
        } catch (StoreException _) {
            // In the midst of it.
        } finally {
            joined(killer);
            boolean _ = Thread.interrupted();
        }
        if (!held.contains(id)) {
            request(scheduler, mine, id, new Random(seed));
        }
    }

    /** By then the interrupt has come, in the request or here. */
    @SuppressWarnings("ThreadJoinLoop") // The interrupt is what is waited for.
    private static void joined(Thread killer) {
        while (killer.isAlive()) {
            try {
                killer.join();
            } catch (InterruptedException _) {
                // That was it.
            }
        }
    }

    private void release(Scheduler scheduler, List<String> mine, Random random) {
        if (!mine.isEmpty()) {
            var id = mine.remove(random.nextInt(mine.size()));
            held.remove(id);
            unclear.add(id);
            scheduler.release(id);
            unclear.remove(id);
        }
    }

    /** All that was ever written, each version of it judged. */
    private int record(Store store) {
        var generations = new HashMap<String, Long>();
        var count = 0;
        try (var watch = store.watch(KEYS.hosts(), 1)) {
            for (var quiet = 0; quiet < 3; ) {
                var news = watch.next(Duration.ofMillis(300));
                if (!(news instanceof Watch.Changes(var changes))) {
                    faults.add("the history is not complete");
                    return count;
                }
                quiet = isOver.get() && changes.isEmpty() ? quiet + 1 : 0;
                for (var change : changes) {
                    count++;
                    var of = KEYS.ofHost(change.key()).orElseThrow();
                    if (of.part() == Part.ALLOCATION) {
                        judge(AllocationJson.read(change.text().orElseThrow()), generations);
                    }
                }
            }
        }
        return count;
    }

    private void judge(HostAllocation allocation, Map<String, Long> generations) {
        faults.addAll(TestFleet.faults(allocation));
        var before = generations.put(allocation.host(), allocation.generation());
        if (allocation.generation() != (before == null ? 0 : before) + 1) {
            faults.add(
                    allocation.host() + ": change " + allocation.generation() + " after " + before);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(100);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

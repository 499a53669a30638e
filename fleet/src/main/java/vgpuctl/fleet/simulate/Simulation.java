package vgpuctl.fleet.simulate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

/** Requests that come and go, on a fleet of simulated hosts. */
public final class Simulation {

    /** What simulated hosts are called; a store that has others is not touched. */
    public static final String HOST = "sim-";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LIFE = Duration.ofSeconds(60);

    private static final Duration UNTIL_HEARD = Duration.ofMinutes(5);

    private static final Duration UNTIL_CARRIED_OUT = Duration.ofSeconds(60);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);

    private static final int MOST_DELETED_TOGETHER = 100;

    /**
     * How it is done.
     *
     * @param requests after how many it ends; empty: when there are no more
     * @param time after which real time it ends; empty: never
     * @param speed how many seconds pass for the requests in one; empty: as fast as can be
     * @param requesters how many ask at once
     * @param schedulers among which they share
     * @param keep whether hosts and claims are left in the store
     */
    public record Settings(
            OptionalLong requests,
            OptionalLong time,
            OptionalDouble speed,
            int requesters,
            int schedulers,
            long seed,
            boolean keep) {}

    /** A claim's end. */
    private record Departure(Duration at, String id) {}

    private final Store store;
    private final Keys keys;
    private final Collection<SimulatedHost> hosts;
    private final Path directory;
    private final Settings settings;
    private final Consumer<Summary> progress;
    private final CountedStore counted;
    private final Tally tally;
    private final PriorityBlockingQueue<Departure> departures =
            new PriorityBlockingQueue<>(1024, Comparator.comparing(Departure::at));
    private final List<Scheduler> schedulers = new ArrayList<>();
    private volatile Duration now = Duration.ZERO;
    private volatile long begun;

    /**
     * A simulation.
     *
     * @param directory in which the hosts keep what they have on their disks
     * @param progress is told every two seconds how it goes
     */
    public Simulation(
            Store store,
            Keys keys,
            Collection<SimulatedHost> hosts,
            Path directory,
            Settings settings,
            Consumer<Summary> progress) {
        this.store = store;
        this.keys = keys;
        this.hosts = List.copyOf(hosts);
        this.directory = directory;
        this.settings = settings;
        this.progress = progress;
        counted = new CountedStore(store);
        tally = new Tally(totalMib(hosts));
    }

    public static long totalMib(Collection<SimulatedHost> hosts) {
        var mib = 0L;
        for (var host : hosts) {
            for (var gpu : host.inventory().gpus()) {
                mib += host.inventory().modelOf(gpu).framebufferGib() * 1024L;
            }
        }
        return mib;
    }

    /** All of it, from the first host that joins to the last claim that goes. */
    public Summary run(Iterator<Arrival> arrivals) {
        checkNobodyElse();
        clear();
        begun = System.nanoTime();
        var agents = new SimulatedAgents(store, keys, hosts, directory, LIFE);
        try {
            agents.start(Duration.ofMillis(hosts.size()));
            var talking = Thread.ofVirtual().name("progress").start(() -> talk(agents));
            try {
                awaitHeard(agents);
                open();
                begun = System.nanoTime();
                play(arrivals);
                var took = Duration.ofNanos(System.nanoTime() - begun);
                return summary(agents, took, awaitCarriedOut());
            } finally {
                talking.interrupt();
                schedulers.forEach(Scheduler::close);
            }
        } finally {
            agents.close();
            if (!settings.keep()) {
                clear();
            }
        }
    }

    /** A fleet of real hosts must not get claims of nobody. */
    private void checkNobodyElse() {
        for (var entry : store.list(keys.hosts()).entries()) {
            var host = keys.ofHost(entry.key()).map(Keys.OfHost::host).orElse(entry.key());
            if (!host.startsWith(HOST)) {
                throw new Problem.Conflict(
                                "%s has a host that is not simulated, %s"
                                        .formatted(store.name(), host),
                                "simulate in a store of its own: another directory, or another"
                                        + " prefix in etcd")
                        .thrown();
            }
        }
    }

    /** Of this simulation, or of one that was killed. */
    private void clear() {
        var gone = new ArrayList<String>();
        for (var entry : store.list(keys.claims()).entries()) {
            if (ClaimKey.read(entry.text()).hosts().stream().allMatch(id -> id.startsWith(HOST))) {
                gone.add(entry.key());
            }
        }
        store.list(keys.hosts()).entries().forEach(entry -> gone.add(entry.key()));
        for (var from = 0; from < gone.size(); from += MOST_DELETED_TOGETHER) {
            var transaction = new Transaction.Builder();
            gone.subList(from, Math.min(gone.size(), from + MOST_DELETED_TOGETHER))
                    .forEach(transaction::delete);
            store.commit(transaction.build());
        }
    }

    private void awaitHeard(SimulatedAgents agents) {
        var end = System.nanoTime() + UNTIL_HEARD.toNanos();
        while (agents.heard() < hosts.size()) {
            if (System.nanoTime() > end) {
                throw new Problem.TimedOut(
                                "%d of %d simulated hosts that have not joined"
                                        .formatted(hosts.size() - agents.heard(), hosts.size()),
                                UNTIL_HEARD,
                                "look at the store's load, or simulate fewer hosts")
                        .thrown();
            }
            sleep(Duration.ofMillis(20));
        }
    }

    private void open() {
        for (var number = 0; number < settings.schedulers(); number++) {
            var rules = PlacementRules.USUAL.with(settings.seed() + number);
            var scheduler = new Scheduler(counted, keys, Placer.of(List.of(), rules), PATIENCE);
            scheduler.view().list();
            schedulers.add(scheduler);
        }
    }

    /** In the order of simulated time, several at once. */
    private void play(Iterator<Arrival> arrivals) {
        var free = new Semaphore(settings.requesters());
        var count = 0L;
        while (arrivals.hasNext() && !isOver(count)) {
            var arrival = arrivals.next();
            for (var gone = departures.peek();
                    gone != null && gone.at().compareTo(arrival.at()) <= 0;
                    gone = departures.peek()) {
                departures.poll();
                var departure = gone;
                reach(departure.at());
                work(free, count, scheduler -> release(scheduler, departure));
            }
            reach(arrival.at());
            work(free, count++, scheduler -> request(scheduler, arrival));
        }
        free.acquireUninterruptibly(settings.requesters());
    }

    private boolean isOver(long count) {
        return count >= settings.requests().orElse(Long.MAX_VALUE)
                || System.nanoTime() - begun
                        >= Duration.ofSeconds(settings.time().orElse(Integer.MAX_VALUE)).toNanos();
    }

    private void reach(Duration at) {
        now = at;
        if (settings.speed().isPresent()) {
            var wait =
                    (long) (at.toNanos() / settings.speed().getAsDouble())
                            - (System.nanoTime() - begun);
            if (wait > 0) {
                sleep(Duration.ofNanos(wait));
            }
        }
    }

    private void work(Semaphore free, long number, Consumer<Scheduler> work) {
        free.acquireUninterruptibly();
        var scheduler = schedulers.get((int) (number % schedulers.size()));
        Thread.ofVirtual()
                .name("requester")
                .start(() -> {
                    try {
                        work.accept(scheduler);
                    } finally {
                        free.release();
                    }
                });
    }

    private void request(Scheduler scheduler, Arrival arrival) {
        var start = System.nanoTime();
        try {
            var outcome = scheduler.request(arrival.request());
            var time = System.nanoTime() - start;
            if (outcome instanceof Outcome.Refused(var refusal)) {
                tally.refused(refusal, arrival.at());
                return;
            }
            tally.granted(arrival.id(), outcome, arrival.at(), time);
        } catch (StoreException | ProblemException _) {
            // It may hold all the same, and goes as if it did.
            tally.unclear();
        }
        departures.add(new Departure(arrival.at().plus(arrival.held()), arrival.id()));
    }

    private void release(Scheduler scheduler, Departure departure) {
        try {
            scheduler.release(departure.id());
            tally.released(departure.id(), departure.at());
        } catch (StoreException | ProblemException _) {
            departures.add(new Departure(departure.at().plusSeconds(1), departure.id()));
        }
    }

    /** How many hosts carry what the store says; all of them, if it takes a while. */
    private int awaitCarriedOut() {
        var end = System.nanoTime() + UNTIL_CARRIED_OUT.toNanos();
        while (true) {
            var count = carriedOut();
            if (count == hosts.size() || System.nanoTime() > end) {
                return count;
            }
            sleep(Duration.ofMillis(100));
        }
    }

    private int carriedOut() {
        var count = 0;
        for (var host : hosts) {
            var wanted =
                    store.get(keys.host(host.inventory().host(), Part.ALLOCATION))
                            .map(entry -> AllocationJson.read(entry.text()));
            count += wanted.isEmpty() || wanted.equals(host.carried()) ? 1 : 0;
        }
        return count;
    }

    private void talk(SimulatedAgents agents) {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(BETWEEN_WORDS);
                progress.accept(summary(agents, Duration.ofNanos(System.nanoTime() - begun), 0));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Summary summary(SimulatedAgents agents, Duration took, int carriedOut) {
        return tally.summary(
                new Summary.Run(
                        hosts.size(),
                        hosts.stream().mapToInt(host -> host.inventory().gpus().size()).sum(),
                        agents.heard(),
                        carriedOut,
                        took,
                        now,
                        counted.done(),
                        counted.conflicts(),
                        counted.unanswered()));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Problem.TimedOut("a simulation", time, "it was ended").thrown();
        }
    }
}

package vgpuctl.fleet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.proof.Checker.Outage;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Namespaces;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

/** Lets a fleet work, does to it whatever can happen, and has the history checked. */
final class Proof {

    private static final String MARK = "mark";

    private static final long BETWEEN_MARKS_MS = 50;

    private static final Duration UNTIL_RESUMED = Duration.ofMinutes(2);

    private static final Duration UNTIL_SETTLED = Duration.ofMinutes(2);

    /**
     * How large it is.
     *
     * @param decisions after how many it ends, where time is left
     * @param calm how long nothing is done to it at most, after each disturbance, in seconds
     */
    record Settings(
            Path directory,
            int hosts,
            int agents,
            int schedulers,
            int clients,
            long seconds,
            long decisions,
            long seed,
            int calm) {}

    /** What came out. */
    record Result(
            Settings settings,
            ClientHistory clients,
            StoreHistory store,
            AgentHistory agents,
            Map<String, Integer> disturbances,
            List<Outage> outages,
            Duration slowestResume,
            double seconds,
            List<String> faults) {

        String words() {
            var counts =
                    disturbances.entrySet().stream()
                            .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |")
                            .collect(Collectors.joining("\n"));
            return String.format(
                    Locale.ROOT,
                    """
                    | | |
                    |---|--:|
                    | hosts, each with four GPUs | %,d |
                    | seconds | %,.0f |
                    | decisions | %,d |
                    | of these granted | %,d |
                    | of these refused | %,d |
                    | of these only asked where | %,d |
                    | decisions in a second | %,.0f |
                    | releases | %,d |
                    | requests and releases without an answer, asked again | %,d |
                    | changes in the store, each judged | %,d |
                    | allocations that agents carried out | %,d |
                    | claims held at the end | %,d |
                    | times without a majority | %,d |
                    | longest until claims are granted again, s | %.1f |
                    %s
                    | **faults** | **%,d** |
                    """,
                    settings.hosts(),
                    seconds,
                    clients.decisions(),
                    clients.grants().size(),
                    clients.refusals(),
                    clients.places(),
                    clients.decisions() / seconds,
                    clients.releases(),
                    clients.unclear(),
                    store.changes(),
                    agents.size(),
                    store.lives().values().stream().filter(life -> life.gone() == 0).count(),
                    outages.size(),
                    slowestResume.toMillis() / 1000.0,
                    counts,
                    faults.size());
        }
    }

    private final Settings settings;
    private final Consumer<String> log;
    private final Random random;
    private final EtcdCluster cluster;
    private final Optional<Namespaces> namespaces;
    private final EtcdStore calm;
    private final List<Worker> agents = new ArrayList<>();
    private final List<Worker> schedulers = new ArrayList<>();
    private final List<Tail> tails = new ArrayList<>();
    private final StoreHistory store = new StoreHistory(ProofFleet.KEYS.prefix());
    private final ClientHistory clients = new ClientHistory();
    private final AgentHistory carried = new AgentHistory();
    private final Clock clock = new Clock();
    private final List<Outage> outages = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> disturbances = new TreeMap<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private Duration slowest = Duration.ZERO;

    private Proof(
            Settings settings,
            EtcdCluster cluster,
            Optional<Namespaces> namespaces,
            Consumer<String> log) {
        this.settings = settings;
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.log = log;
        random = new Random(settings.seed());
        calm =
                new EtcdStore(
                        cluster.settings().with(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    /** Where root is needed and missing, members are not cut off, and the log says so. */
    @SuppressWarnings("try") // Whoever ends it by a signal closes it otherwise.
    static Result run(Settings settings, Consumer<String> log) throws InterruptedException {
        var namespaces = Namespaces.open(3);
        if (namespaces.isEmpty()) {
            log.accept("members are not cut off: that takes root and network namespaces");
        }
        try (var _ = (AutoCloseable) () -> namespaces.ifPresent(Namespaces::close);
                var cluster = EtcdCluster.start(settings.directory(), 3, namespaces)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                cluster.close();
                                namespaces.ifPresent(Namespaces::close);
                            }));
            return new Proof(settings, cluster, namespaces, log).result();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Result result() throws InterruptedException {
        var recorder = Thread.ofVirtual().name("recorder").start(this::record);
        var marker = Thread.ofVirtual().name("marker").start(this::mark);
        try (calm) {
            try {
                startWorkers();
                awaitGrants(1, "the first claim");
                var begun = System.nanoTime();
                disturb(begun + Duration.ofSeconds(settings.seconds()).toNanos());
                var seconds = (System.nanoTime() - begun) / 1e9;
                settle();
                isOver.set(true);
                recorder.join();
                marker.join();
                readLogs();
                var all = new ArrayList<>(faults);
                all.addAll(Checker.faults(clients, store, clock, outages));
                all.addAll(carried.faults(store));
                all.addAll(checkCarried());
                return new Result(
                        settings,
                        clients,
                        store,
                        carried,
                        disturbances,
                        outages,
                        slowest,
                        seconds,
                        all);
            } finally {
                isOver.set(true);
                schedulers.forEach(Worker::close);
                agents.forEach(Worker::close);
                recorder.join();
                marker.join();
            }
        }
    }

    // ---- what works ----

    private void startWorkers() {
        var endpoints =
                cluster.endpoints().stream().map(Object::toString).collect(Collectors.joining(","));
        var directory = settings.directory();
        for (var number = 0; number < settings.agents(); number++) {
            var first = settings.hosts() * number / settings.agents();
            var last = settings.hosts() * (number + 1) / settings.agents() - 1;
            var name = "agents-" + number;
            agents.add(
                    new Worker(
                            ProofAgents.class,
                            directory,
                            name,
                            List.of(endpoints, directory.toString(), name, "" + first, "" + last)));
        }
        // More than there is room for, if each client holds what it may: some are refused.
        var held =
                (int)
                        (settings.hosts()
                                * 4
                                * 48
                                * 1.3
                                / 15
                                / settings.schedulers()
                                / settings.clients());
        for (var number = 0; number < settings.schedulers(); number++) {
            var name = "s" + number;
            schedulers.add(
                    new Worker(
                            ProofScheduler.class,
                            directory,
                            name,
                            List.of(
                                    endpoints,
                                    directory.toString(),
                                    name,
                                    "" + settings.clients(),
                                    "" + Math.max(held, 1),
                                    "" + settings.hosts(),
                                    "" + settings.seed())));
        }
        agents.forEach(worker -> tails.add(new Tail(worker.log(), carried::take)));
        schedulers.forEach(worker -> tails.add(new Tail(worker.log(), clients::take)));
        agents.forEach(Worker::start);
        schedulers.forEach(Worker::start);
    }

    private void readLogs() {
        tails.forEach(Tail::more);
    }

    // ---- what is recorded ----

    private void record() {
        try (var watch = calm.watch("", 1)) {
            for (var quiet = 0; quiet < 4; ) {
                try {
                    var news = watch.next(Duration.ofMillis(300));
                    if (!(news instanceof Watch.Changes(var changes))) {
                        faults.add("the history is not complete: etcd has forgotten a part of it");
                        return;
                    }
                    quiet = isOver.get() && changes.isEmpty() ? quiet + 1 : 0;
                    changes.forEach(
                            change -> store.take(change.key(), change.text(), change.revision()));
                } catch (StoreException _) {
                    quiet = 0;
                }
            }
        } catch (RuntimeException e) {
            faults.add("the history could not be read: " + e);
        }
    }

    /** Writes of our own, so that it is known which revision was when. */
    private void mark() {
        while (!isOver.get()) {
            var begin = System.nanoTime();
            try {
                var done =
                        calm.commit(
                                new Transaction.Builder().put(MARK, Long.toString(begin)).build());
                clock.mark(begin, System.nanoTime(), done.revision());
            } catch (StoreException _) {
                // There is no majority, or the answer was lost.
            }
            ProofFleet.sleep(BETWEEN_MARKS_MS);
        }
    }

    // ---- what is done to it ----

    private interface Disturbance {
        void happen() throws InterruptedException;
    }

    private void disturb(long end) throws InterruptedException {
        var kinds = kinds();
        var names = new ArrayList<>(kinds.keySet());
        var order = new ArrayList<String>();
        while (System.nanoTime() < end && clients.decisions() < settings.decisions()) {
            if (order.isEmpty()) {
                order.addAll(names);
                Collections.shuffle(order, random);
            }
            var name = order.removeLast();
            log.accept(
                    String.format(
                            Locale.ROOT,
                            "%,d decisions, %,d granted, %,d changes; now: %s",
                            clients.decisions(),
                            clients.grants().size(),
                            store.changes(),
                            name));
            Objects.requireNonNull(kinds.get(name)).happen();
            disturbances.merge(name, 1, Integer::sum);
            var healed = System.nanoTime();
            awaitGrants(5, "after: " + name);
            var took = Duration.ofNanos(System.nanoTime() - healed);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            pause(500, settings.calm() * 1000);
            readLogs();
        }
    }

    private Map<String, Disturbance> kinds() {
        var kinds = new TreeMap<String, Disturbance>();
        kinds.put("a member killed", this::killOne);
        kinds.put("a member frozen for longer than a lease", this::freezeOne);
        kinds.put("two members killed: no majority", this::killTwo);
        kinds.put("two members frozen: no majority", this::freezeTwo);
        kinds.put("a scheduler killed", () -> killed(schedulers, 1));
        kinds.put("all schedulers killed", () -> killed(schedulers, settings.schedulers()));
        kinds.put("a scheduler frozen for longer than a lease", () -> frozen(schedulers));
        kinds.put("hosts rebooted", () -> killed(agents, 1));
        kinds.put("hosts frozen for longer than a lease", () -> frozen(agents));
        if (namespaces.isPresent()) {
            kinds.put("a member cut off from all", () -> cut(true));
            kinds.put("a member cut off from the other members only", () -> cut(false));
            kinds.put("two members cut off from all: no majority", this::cutTwo);
        }
        return kinds;
    }

    private void killOne() throws InterruptedException {
        var member = random.nextInt(3);
        cluster.kill(member);
        pause(1500, 3000);
        cluster.start(member);
    }

    private void freezeOne() throws InterruptedException {
        var member = random.nextInt(3);
        cluster.freeze(member);
        Thread.sleep(ProofFleet.LIFE.plusSeconds(2));
        cluster.thaw(member);
    }

    private void killTwo() throws InterruptedException {
        var member = random.nextInt(3);
        cluster.kill(member);
        cluster.kill((member + 1) % 3);
        outage();
        cluster.start(member);
        cluster.start((member + 1) % 3);
    }

    private void freezeTwo() throws InterruptedException {
        var member = random.nextInt(3);
        cluster.freeze(member);
        cluster.freeze((member + 1) % 3);
        outage();
        cluster.thaw(member);
        cluster.thaw((member + 1) % 3);
    }

    private void cutTwo() throws InterruptedException {
        var member = random.nextInt(3);
        var network = namespaces.orElseThrow();
        network.cutOff(member);
        network.cutOff((member + 1) % 3);
        outage();
        network.heal(member);
        network.heal((member + 1) % 3);
    }

    private void outage() throws InterruptedException {
        var from = System.nanoTime();
        pause(3000, 8000);
        outages.add(new Outage(from, System.nanoTime()));
    }

    private void cut(boolean fromAll) throws InterruptedException {
        var member = random.nextInt(3);
        var network = namespaces.orElseThrow();
        if (fromAll) {
            network.cutOff(member);
        } else {
            network.cutOffFromOthers(member);
        }
        Thread.sleep(ProofFleet.LIFE.plusSeconds(1));
        network.heal(member);
    }

    private void killed(List<Worker> workers, int count) throws InterruptedException {
        var first = random.nextInt(workers.size());
        for (var i = 0; i < count; i++) {
            workers.get((first + i) % workers.size()).kill();
        }
        pause(200, 2000);
        for (var i = 0; i < count; i++) {
            workers.get((first + i) % workers.size()).start();
        }
    }

    private void frozen(List<Worker> workers) throws InterruptedException {
        var worker = workers.get(random.nextInt(workers.size()));
        worker.signal("STOP");
        Thread.sleep(ProofFleet.LIFE.plusSeconds(2));
        worker.signal("CONT");
    }

    private void pause(int least, int most) throws InterruptedException {
        Thread.sleep(least + random.nextInt(most - least));
    }

    /** All goes on by itself. */
    private void awaitGrants(int more, String what) throws InterruptedException {
        var before = store.appeared();
        var end = System.nanoTime() + UNTIL_RESUMED.toNanos();
        while (store.appeared() < before + more) {
            if (System.nanoTime() > end) {
                faults.add("nothing goes on " + what);
                return;
            }
            Thread.sleep(20);
        }
    }

    // ---- how it ends ----

    /** Each request has its answer, and each host carries what it is to carry. */
    private void settle() throws InterruptedException {
        tell("settle");
        for (var scheduler : schedulers) {
            if (!scheduler.isDone(UNTIL_SETTLED.toSeconds())) {
                faults.add(scheduler.name() + " does not come to its end");
            }
        }
        var end = System.nanoTime() + UNTIL_SETTLED.toNanos();
        readLogs();
        while (!checkCarried().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(200);
            readLogs();
        }
        for (var agent : agents) {
            if (!agent.isAlive()) {
                faults.add(agent.name() + " has ended");
            }
        }
        tell("end");
        agents.forEach(agent -> agent.isDone(30));
    }

    private void tell(String word) {
        try {
            Files.createFile(settings.directory().resolve(word));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> checkCarried() {
        var found = new ArrayList<String>();
        for (var host : store.generations().entrySet()) {
            if (carried.newest(host.getKey()) != host.getValue()) {
                found.add(
                        "%s carries generation %d of %d"
                                .formatted(
                                        host.getKey(),
                                        carried.newest(host.getKey()),
                                        host.getValue()));
            }
        }
        return found;
    }

    /** {@code SECONDS DECISIONS HOSTS SEED CALM [PAGE]}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("fleet-proof");
        var result =
                run(
                        new Settings(
                                directory,
                                Integer.parseInt(arguments[2]),
                                2,
                                3,
                                24,
                                Long.parseLong(arguments[0]),
                                Long.parseLong(arguments[1]),
                                Long.parseLong(arguments[3]),
                                Integer.parseInt(arguments[4])),
                        System.err::println);
        System.out.print(result.words());
        result.faults().stream().limit(50).forEach(System.out::println);
        if (arguments.length > 5) {
            ProofPage.add(Path.of(arguments[5]), result);
        }
        System.err.println("its logs: " + directory);
        System.exit(result.faults().isEmpty() ? 0 : 1);
    }
}

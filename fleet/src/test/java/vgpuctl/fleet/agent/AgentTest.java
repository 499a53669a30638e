package vgpuctl.fleet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.etcd.EtcdSettings;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.scheduler.TestFleet;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.ForwardingStore;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;

class AgentTest {

    private static final Keys KEYS = new Keys("fleet");

    private static final Duration LIFE = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final Host host = new Host();
    private final List<String> log = new ArrayList<>();

    private Store store;

    /** A host that does as it is told, or says why not. */
    private static final class Host implements HostSide {

        private HostAllocation carried = HostAllocation.empty("h1");
        private List<Problem> problems = List.of();
        private int times;
        private final CountDownLatch begun = new CountDownLatch(1);
        private Duration takes = Duration.ZERO;

        @Override
        public HostInventory look(HostAllocation allocation) {
            return TestFleet.inventory("h1", 2);
        }

        @Override
        public List<Problem> carryOut(HostAllocation allocation) {
            times++;
            if (takes.isPositive()) {
                begun.countDown();
                try {
                    Thread.sleep(takes);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            carried = allocation;
            return problems;
        }
    }

    @BeforeEach
    void open() {
        store = FileStore.open(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Agent agent(Store over, String name, String machine, String kept) {
        return agent(over, name, machine, kept, LIFE);
    }

    private Agent agent(Store over, String name, String machine, String kept, Duration life) {
        return new Agent(
                over,
                KEYS,
                new Agent.Identity(name, machine),
                host,
                new Kept(directory.resolve(kept)),
                life,
                () -> "fleet-of-" + machine,
                log::add);
    }

    private Agent agent() {
        return agent(store, "h1", "machine-1", "kept");
    }

    private void claim(String id) {
        try (var scheduler = scheduler()) {
            assertThat(scheduler.request(TestFleet.request(id, "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Granted.class);
        }
    }

    private Scheduler scheduler() {
        return new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofSeconds(5));
    }

    private Report report() {
        return Report.read(store.get(KEYS.host("h1", Part.REPORT)).orElseThrow().text());
    }

    /** A store that counts what it is asked for. */
    private static final class Asked extends ForwardingStore {

        private final List<String> words = new ArrayList<>();

        Asked(Store store) {
            super(store);
        }

        @Override
        public Optional<Entry> get(String key) {
            words.add("get " + key);
            return super.get(key);
        }

        @Override
        public Committed commit(Transaction transaction) {
            words.add("commit " + transaction.writes().keySet());
            return super.commit(transaction);
        }

        @Override
        public boolean renew(Lease lease) {
            words.add("renew");
            return super.renew(lease);
        }
    }

    @Test
    void aHostAtRestReadsItsAllocationAndNothingElse() {
        var asked = new Asked(store);
        var agent = agent(asked, "h1", "machine-1", "kept");
        agent.start();
        agent.round();
        asked.words.clear();
        for (var i = 0; i < 5; i++) {
            agent.round();
        }
        assertThat(asked.words).hasSize(5).containsOnly("get fleet/hosts/h1/alloc");
    }

    @Test
    void whatSomebodyElseDidToItsWordsIsPutRightWithinAMinute() {
        var agent = agent();
        agent.start();
        agent.round();
        var key = KEYS.host("h1", Part.INVENTORY);
        var right = store.get(key).orElseThrow().text();
        store.commit(new Transaction.Builder().put(key, "{}").build());
        for (var i = 0; i < 12; i++) {
            agent.round();
        }
        assertThat(store.get(key).orElseThrow().text()).isEqualTo(right);
    }

    @Test
    void aChangeThatMeetsSomebodyElsesIsWrittenInTheNextRound() {
        var agent = agent();
        agent.start();
        agent.round();
        var key = KEYS.host("h1", Part.REPORT);
        store.commit(new Transaction.Builder().put(key, "{}").build());
        claim("c1");
        agent.round();
        agent.round();
        assertThat(report().generation()).isEqualTo(1);
    }

    @Test
    void aHostIsHeardWhileAChangeTakesLongerThanItsLease() throws InterruptedException {
        var life = Duration.ofSeconds(1);
        host.takes = life.multipliedBy(3);
        var agent = agent(store, "h1", "machine-1", "kept", life);
        var loop = new AgentLoop(agent, store, KEYS, "h1");
        var thread = loop.start(log::add);
        try {
            var alive = KEYS.host("h1", Part.ALIVE);
            for (var i = 0; i < 200 && store.get(alive).isEmpty(); i++) {
                Thread.sleep(50);
            }
            claim("c1");
            assertThat(host.begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (var i = 0; i < 25; i++) {
                Thread.sleep(100);
                assertThat(store.get(alive)).isPresent();
            }
        } finally {
            loop.end();
            thread.join();
        }
    }

    /** A store whose first words of a host that it is there are lost on the way. */
    private Store deafOnce() {
        var isDeaf = new AtomicBoolean(true);
        var alive = KEYS.host("h1", Part.ALIVE);
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("commit")
                                    && ((Transaction) arguments[0]).writes().containsKey(alive)
                                    && isDeaf.getAndSet(false)) {
                                throw new StoreException(
                                        Fate.NOT_DONE, new Problem.HostNotReady("deaf", "wait"));
                            }
                            return method.invoke(store, arguments);
                        });
    }

    @Test
    void aHostWhoseFirstWordIsLostIsHeardInTheNextRound() {
        var agent = agent(deafOnce(), "h1", "machine-1", "kept");
        agent.start();
        assertThat(agent.round()).isFalse();
        assertThat(store.get(KEYS.host("h1", Part.ALIVE))).isEmpty();
        assertThat(agent.round()).isTrue();
        assertThat(store.get(KEYS.host("h1", Part.ALIVE))).isPresent();
    }

    @Test
    void anAllocationThatCannotBeKeptWaitsForTheDisk() throws IOException {
        var agent = agent();
        agent.start();
        assertThat(agent.round()).isTrue();
        var inTheWay = Files.createDirectories(directory.resolve("kept/alloc.json.unfinished"));
        claim("c1");

        assertThat(agent.round()).isTrue();
        assertThat(agent.round()).isTrue();
        assertThat(host.times).isZero();
        assertThat(report().problems()).hasSize(1).first().asString().contains("cannot be written");
        assertThat(log).filteredOn(said -> said.contains("cannot be written")).hasSize(1);

        Files.delete(inTheWay);
        assertThat(agent.round()).isTrue();
        assertThat(host.times).isEqualTo(1);
        assertThat(report().problems()).isEmpty();
    }

    @Test
    void anOlderCopyOfTheStoreIsDistrustedAlsoWhereTheDiskIsFull() throws IOException {
        var agent = agent();
        agent.round();
        claim("c1");
        agent.round();
        var old = store.get(KEYS.host("h1", Part.ALLOCATION)).orElseThrow().text();
        claim("c2");
        agent.round();
        var inTheWay =
                Files.createDirectories(directory.resolve("kept/older-store.json.unfinished"));
        putAllocation(old);

        assertThat(agent.round()).isTrue();
        assertThat(host.carried.claims()).hasSize(2);
        assertThat(report().problems()).hasSize(2).last().asString().contains("cannot be written");
        assertThat(store.get(KEYS.host("h1", Part.ALIVE))).as("takes nothing new").isEmpty();

        Files.delete(inTheWay);
        assertThat(agent.round()).isTrue();
        assertThat(report().problems()).hasSize(1);
    }

    @Test
    void whatIsGrantedIsCarriedOutOnceAndReported() {
        var agent = agent();
        agent.start();
        assertThat(agent.round()).isTrue();
        claim("c1");
        agent.round();
        assertThat(host.carried.claims()).extracting(claim -> claim.id()).containsExactly("c1");
        assertThat(report()).isEqualTo(new Report("machine-1", 0, 1, List.of(), List.of()));
        var rest = store.list(KEYS.prefix()).revision();
        agent.round();
        agent.round();
        assertThat(host.times).isEqualTo(1);
        assertThat(store.list(KEYS.prefix()).revision()).as("writes at rest").isEqualTo(rest);
    }

    @Test
    void whatDoesNotGoIsSaidAndTriedAgain() {
        var agent = agent();
        agent.round();
        host.problems = List.of(new Problem.HostNotReady("the card is gone", "look"));
        claim("c1");
        agent.round();
        assertThat(report().problems()).containsExactly("the card is gone; look");
        host.problems = List.of();
        agent.round();
        assertThat(report().problems()).isEmpty();
    }

    /** After a restart of the host, with the store away. */
    @Test
    void whatWasClaimedStartsWithoutTheStore() {
        var first = agent();
        first.round();
        claim("c1");
        first.round();
        host.carried = HostAllocation.empty("h1");
        var settings =
                EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1")))
                        .with(Duration.ofSeconds(1), Duration.ofMillis(50));
        try (var away = new EtcdStore(settings)) {
            var second = agent(away, "h1", "machine-1", "kept");
            second.start();
            assertThat(second.round()).isFalse();
            assertThat(host.carried.claims()).hasSize(1);
            assertThat(log).last().asString().contains("what is claimed on this host stays");
        }
    }

    @Test
    void aHostThatIsNotHeardTakesNothingNewAndKeepsItsClaims() {
        var agent = agent();
        agent.round();
        claim("c1");
        agent.end();
        try (var scheduler = scheduler()) {
            assertThat(scheduler.request(TestFleet.request("c2", "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(scheduler.view().host("h1").orElseThrow().allocation().claims()).hasSize(1);
            agent.round();
            assertThat(host.carried.claims()).hasSize(1);
            assertThat(scheduler.request(TestFleet.request("c2", "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Granted.class);
        }
    }

    @Test
    void anotherFleetsOrdersAreNotTaken() {
        agent().round();
        try (var other = FileStore.open(directory.resolve("other"))) {
            agent(other, "h9", "machine-9", "kept-9").round();
            var lost = agent(other, "h1", "machine-1", "kept");
            lost.start();
            assertThatThrownBy(lost::round)
                    .hasMessageContaining("holds fleet fleet-of-machine-9")
                    .hasMessageContaining("this host is of fleet fleet-of-machine-1");
        }
    }

    @Test
    void aHostThatIsCalledAnotherNameIsAsked() {
        agent().round();
        var renamed = agent(store, "h2", "machine-1", "kept");
        assertThatThrownBy(renamed::start)
                .hasMessageContaining("this host is h1 in its fleet, and is called h2 now");
    }

    @Test
    void aNameIsOneMachines() {
        var first = agent();
        first.round();
        var second = agent(store, "h1", "machine-2", "kept-2");
        assertThatThrownBy(second::round).hasMessageContaining("another machine, and it is heard");
        claim("c1");
        first.round();
        first.end();
        var reinstalled = agent(store, "h1", "machine-2", "kept-2");
        assertThatThrownBy(reinstalled::round).hasMessageContaining("carries 1 claims");
        try (var scheduler = scheduler()) {
            scheduler.release("c1");
        }
        assertThat(reinstalled.round()).isTrue();
        assertThat(report().machine()).isEqualTo("machine-2");
    }

    /** Yesterday's backup knows fewer claims than the host carries. */
    @Test
    void anOlderCopyOfTheStoreChangesNothingOnTheHost() {
        var agent = agent();
        agent.round();
        claim("c1");
        agent.round();
        var old = store.get(KEYS.host("h1", Part.ALLOCATION)).orElseThrow().text();
        claim("c2");
        agent.round();
        putAllocation(old);
        agent.round();
        assertThat(host.carried.claims()).hasSize(2);
        assertThat(report().problems().getFirst())
                .startsWith("the store knows h1 as of change 1, this host as of change 2");
        // The same number of changes, but other ones.
        putAllocation(AllocationJson.write(AllocationJson.read(old).cordoned(true)));
        agent.round();
        assertThat(host.carried.claims())
                .extracting(claim -> claim.id())
                .containsExactly("c1", "c2");
        readmit();
        agent.round();
        assertThat(host.carried.epoch()).isEqualTo(1);
        assertThat(report().problems()).isEmpty();
        assertThat(store.get(KEYS.host("h1", Part.ALIVE))).as("heard again").isPresent();
        // A second time the copy is of before the first: the host's own epoch counts.
        putAllocation(old);
        agent.round();
        assertThat(report().problems()).isNotEmpty();
        readmit();
        agent.round();
        assertThat(host.carried.epoch()).isEqualTo(2);
        assertThat(report().problems()).isEmpty();
    }

    private void readmit() {
        try (var scheduler =
                new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofSeconds(20))) {
            scheduler.readmit("h1");
        }
    }

    /** It may know of more changes by then than the host does: others. */
    @Test
    void anOlderCopyThatWentOnChangesNothingOnTheHost() {
        var agent = agent();
        agent.round();
        claim("c1");
        agent.round();
        var old = store.get(KEYS.host("h1", Part.ALLOCATION)).orElseThrow().text();
        claim("c2");
        agent.round();
        putAllocation(old);
        agent.round();
        assertThat(store.get(KEYS.host("h1", Part.ALIVE))).as("takes nothing new").isEmpty();
        var other = AllocationJson.read(old).cordoned(true).cordoned(false);
        putAllocation(AllocationJson.write(other));
        // Restarted, it remembers.
        agent = agent();
        agent.start();
        agent.round();
        assertThat(host.carried.claims())
                .extracting(claim -> claim.id())
                .containsExactly("c1", "c2");
        assertThat(report().problems().getFirst())
                .startsWith(
                        "the store knows h1 as of change 3, this host as of change 2 of others");
    }

    /** The agent did not look while the store knew less: its revisions are those of before. */
    @Test
    void anOlderCopyThatWentOnWhileTheAgentWasAwayIsFoundOut() throws IOException {
        agent().round();
        claim("c1");
        store.close();
        var copy = directory.resolve("copy");
        copy(directory.resolve("store"), copy);
        store = FileStore.open(directory.resolve("store"));
        for (var number = 0; number < 20; number++) {
            store.commit(new Transaction.Builder().put("other", "" + number).build());
        }
        for (var number = 2; number < 9; number++) {
            claim("c" + number);
        }
        agent().round();
        store.close();
        store = FileStore.open(copy);
        try (var scheduler = scheduler()) {
            for (var number = 0; number < 10; number++) {
                scheduler.cordon("h1", number % 2 == 0);
            }
        }
        agent().round();
        assertThat(host.carried.claims()).hasSize(8);
        assertThat(report().problems().getFirst()).contains("an older copy of the store was put");
    }

    /** Of this host nothing has changed since: its next change is one like any other. */
    @Test
    void anOlderCopyThatIsNoOlderForThisHostIsTaken() throws IOException {
        agent().round();
        claim("c1");
        agent().round();
        store.close();
        var copy = directory.resolve("copy");
        copy(directory.resolve("store"), copy);
        store = FileStore.open(directory.resolve("store"));
        for (var number = 0; number < 20; number++) {
            store.commit(new Transaction.Builder().put("other", "" + number).build());
        }
        var agent = agent();
        agent.round();
        store.close();
        store = FileStore.open(copy);
        agent = agent();
        agent.round();
        assertThat(report().problems()).isEmpty();
        claim("c2");
        agent.round();
        assertThat(report().problems()).isEmpty();
        assertThat(host.carried.claims()).hasSize(2);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void putAllocation(String text) {
        store.commit(new Transaction.Builder().put(KEYS.host("h1", Part.ALLOCATION), text).build());
    }

    @Test
    void whatCannotBeReadOnTheDiskIsNotGuessed() throws Exception {
        agent().round();
        Files.writeString(directory.resolve("kept/alloc.json"), "{");
        assertThatThrownBy(() -> agent().start()).hasMessageContaining("alloc.json cannot be read");
    }
}

package vgpuctl.fleet.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.ForwardingStore;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;

class SchedulerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Keys KEYS = new Keys("fleet");

    @TempDir Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = FileStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Scheduler scheduler(Store over) {
        return new Scheduler(over, KEYS, TestFleet.placer(), PATIENCE);
    }

    @Test
    void thoseWhoAskAtOnceShareAWrite() throws Exception {
        for (var host : List.of("h1", "h2", "h3", "h4")) {
            TestFleet.put(store, KEYS, host, 2);
        }
        var before = store.list(KEYS.hosts()).revision();
        try (var mine = scheduler(store);
                var others = scheduler(store);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Callable<Outcome>>();
            for (var i = 0; i < 20; i++) {
                // Each id is asked for twice.
                var request = TestFleet.request("c" + i / 2, "A40-24Q", 1);
                asked.add(() -> mine.request(request));
            }
            asked.add(() -> others.request(TestFleet.request("other", "A40-24Q", 1)));
            asked.add(() -> mine.request(TestFleet.request("large", "A40-24Q", 20)));
            var granted = 0;
            var held = 0;
            for (var outcome : threads.invokeAll(asked)) {
                granted += outcome.get() instanceof Outcome.Granted ? 1 : 0;
                held += outcome.get() instanceof Outcome.Held ? 1 : 0;
            }
            assertThat(granted).isEqualTo(11);
            assertThat(held).isEqualTo(10);
        }
        assertThat(TestFleet.faults(store, KEYS)).isEmpty();
        assertThat(store.list(KEYS.hosts()).revision() - before).isLessThan(11);
    }

    @Test
    void thoseWhoReleaseAtOnceShareAWriteWithThoseWhoAsk() throws Exception {
        TestFleet.put(store, KEYS, "h1", 8);
        var slow = new SlowUntilAsked(store);
        try (var mine = scheduler(slow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 16; i++) {
                mine.request(TestFleet.request("c" + i, "A40-24Q", 1));
            }
            var before = store.list(KEYS.hosts()).revision();
            slow.untilAsked(33);
            var released = new ArrayList<Callable<List<String>>>();
            for (var i = 0; i < 32; i++) {
                // Each is released twice.
                var id = "c" + i / 2;
                released.add(() -> mine.release(id));
            }
            // And a key that somebody else has written over: on no host, as far as it says.
            store.commit(new Transaction.Builder().put(KEYS.claim("rubbish"), "?").build());
            released.add(() -> mine.release("rubbish"));
            // The host is full: what comes has room only where somebody goes.
            var asked = new ArrayList<Callable<Outcome>>();
            for (var i = 0; i < 8; i++) {
                var request = TestFleet.request("n" + i, "A40-48Q", 1);
                asked.add(() -> mine.request(request));
            }
            var answers = asked.stream().map(threads::submit).toList();
            for (var hosts : threads.invokeAll(released)) {
                assertThat(hosts.get()).isSubsetOf("h1");
            }
            for (var answer : answers) {
                answer.get();
            }
            assertThat(store.list(KEYS.hosts()).revision() - before).isLessThan(16);
            assertThat(mine.release("c3")).isEmpty();
            for (var known : mine.hosts().values()) {
                assertThat(known.allocation().claims())
                        .allMatch(claim -> claim.id().startsWith("n"));
            }
        }
        assertThat(TestFleet.faults(store, KEYS)).isEmpty();
    }

    @Test
    void aHostThatAnotherSchedulerIsFillingIsLeftToItWhileThereIsAnotherOne() {
        for (var host : List.of("h1", "h2")) {
            TestFleet.put(store, KEYS, host, 1);
        }
        try (var mine = patient();
                var others = patient()) {
            mine.decide(TestFleet.request("look", "A40-24Q", 1));
            var theirs = hosts(others.request(TestFleet.request("c1", "A40-24Q", 1)));
            var beside = hosts(mine.request(TestFleet.request("c2", "A40-24Q", 1)));
            assertThat(beside).hasSize(1).doesNotContainAnyElementsOf(theirs);
            assertThat(hosts(mine.request(TestFleet.request("c3", "A40-24Q", 1))))
                    .isEqualTo(beside);
            assertThat(hosts(mine.request(TestFleet.request("c4", "A40-24Q", 1))))
                    .isEqualTo(theirs);
        }
    }

    /** One that leaves a host to others for as long as this test takes. */
    private Scheduler patient() {
        return new Scheduler(store, KEYS, TestFleet.placer(), PATIENCE, Duration.ofHours(1));
    }

    private static List<String> hosts(Outcome outcome) {
        return ((Outcome.Granted) outcome).decision().hosts();
    }

    @Test
    void aRequestThatIsRepeatedIsHonouredOnce() {
        TestFleet.put(store, KEYS, "h1", 2);
        try (var first = scheduler(store);
                var second = scheduler(store)) {
            var request = TestFleet.request("c1", "A40-24Q", 3);
            var granted = (Outcome.Granted) first.request(request);
            assertThat(granted.parts()).hasSize(1);
            assertThat(second.request(request)).isEqualTo(new Outcome.Held(granted.parts()));
            assertThat(first.request(request)).isEqualTo(new Outcome.Held(granted.parts()));
            assertThatThrownBy(() -> second.request(TestFleet.request("c1", "A40-24Q", 1)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("claim c1 holds 3 vGPUs already");
            assertThat(second.request(TestFleet.request("c2", "A40-24Q", 2)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(second.release("c1")).containsExactly("h1");
            assertThat(second.release("c1")).isEmpty();
            assertThat(first.request(TestFleet.request("c2", "A40-24Q", 2)))
                    .isInstanceOf(Outcome.Granted.class);
        }
        assertThat(TestFleet.faults(store, KEYS)).isEmpty();
    }

    @Test
    void nothingNewGoesWhereNobodyIsHeardOrItIsCordoned() {
        TestFleet.put(store, KEYS, "h1", 1);
        try (var scheduler = scheduler(store)) {
            assertThat(scheduler.cordon("h1", true)).isTrue();
            assertThat(scheduler.cordon("h1", true)).isFalse();
            assertThat(scheduler.request(TestFleet.request("c", "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Refused.class);
            scheduler.cordon("h1", false);
            var alive = KEYS.host("h1", Part.ALIVE);
            store.commit(new Transaction.Builder().delete(alive).build());
            assertThat(scheduler.request(TestFleet.request("c", "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(scheduler.view().host("h1").orElseThrow().closed())
                    .contains("its agent is not heard");
            assertThatThrownBy(() -> scheduler.cordon("h2", true))
                    .hasMessageContaining("the fleet has no host h2");
        }
    }

    @Test
    void aHostWhoseDocumentsCannotBeReadCostsThatHostOnly() {
        TestFleet.put(store, KEYS, "h1", 1);
        TestFleet.put(store, KEYS, "h2", 1);
        store.commit(new Transaction.Builder().put(KEYS.host("h1", Part.ALLOCATION), "{").build());
        try (var scheduler = scheduler(store)) {
            var granted = (Outcome.Granted) scheduler.request(TestFleet.request("c", "A40-8Q", 1));
            assertThat(granted.parts().getFirst().host()).isEqualTo("h2");
            assertThat(scheduler.view().host("h1").orElseThrow().closed().orElseThrow())
                    .startsWith("its documents cannot be read");
        }
    }

    /** Schedulers with views of their own, for the same few hosts, some ids asked for by all. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void schedulersAtOnceNeverGrantTwice(long seed) throws Exception {
        for (var host = 0; host < 4; host++) {
            TestFleet.put(store, KEYS, "h" + host, 2);
        }
        var works = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 4; i++) {
            var random = new Random(seed * 10 + i);
            works.add(() -> {
                var granted = 0;
                try (var own = FileStore.open(directory);
                        var scheduler = scheduler(own)) {
                    for (var step = 0; step < 25; step++) {
                        var id = "shared-" + random.nextInt(20);
                        if (random.nextInt(3) == 0) {
                            scheduler.release(id);
                            continue;
                        }
                        var type = TestFleet.TYPES.get(id.hashCode() & 3);
                        var count = 1 + (id.hashCode() >> 2 & 1);
                        var outcome = scheduler.request(TestFleet.request(id, type, count));
                        granted += outcome instanceof Outcome.Granted ? 1 : 0;
                        assertThat(
                                        TestFleet.faults(own, KEYS).stream()
                                                .filter(fault -> !fault.startsWith("claim")))
                                .isEmpty();
                    }
                }
                return granted;
            });
        }
        // A late one may find all of its ids held by the others.
        var granted = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(works)) {
                granted += done.get();
            }
        }
        assertThat(granted).isGreaterThan(10);
        assertThat(TestFleet.faults(store, KEYS)).isEmpty();
    }

    /** Answers are lost, of writes that happened and of writes that did not. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWriteWhoseAnswerIsLostIsHonouredOnce(long seed) {
        for (var host = 0; host < 3; host++) {
            TestFleet.put(store, KEYS, "h" + host, 2);
        }
        var held = new ArrayList<String>();
        try (var scheduler = scheduler(new Forgetful(store, new Random(seed)))) {
            for (var i = 0; i < 60; i++) {
                if (i % 3 == 2 && !held.isEmpty()) {
                    scheduler.release(held.removeFirst());
                    continue;
                }
                var outcome =
                        scheduler.request(
                                TestFleet.request("c" + i, TestFleet.TYPES.get(i % 2), 1));
                if (!(outcome instanceof Outcome.Refused)) {
                    held.add("c" + i);
                }
            }
        }
        assertThat(TestFleet.faults(store, KEYS)).isEmpty();
        assertThat(store.list(KEYS.claims()).entries())
                .extracting(entry -> entry.key().substring(KEYS.claims().length()))
                .containsExactlyInAnyOrderElementsOf(held);
        assertThat(held).hasSizeGreaterThan(10);
    }

    /** The first write takes as long as others need to ask, too. */
    private static final class SlowUntilAsked extends ForwardingStore {

        private volatile CountDownLatch asked = new CountDownLatch(0);

        SlowUntilAsked(Store store) {
            super(store);
        }

        void untilAsked(int times) {
            asked = new CountDownLatch(times);
        }

        @Override
        public Optional<Entry> get(String key) {
            var there = super.get(key);
            asked.countDown();
            return there;
        }

        @Override
        public Committed commit(Transaction transaction) {
            try {
                assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                // From its answer to its place among those who wait.
                Thread.sleep(100);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return super.commit(transaction);
        }

        @Override
        public void close() {
            // Another one's.
        }
    }

    /** A store whose network drops every third answer or request of a write. */
    private static final class Forgetful extends ForwardingStore {

        private final Random random;

        Forgetful(Store store, Random random) {
            super(store);
            this.random = random;
        }

        @Override
        public Committed commit(Transaction transaction) {
            return switch (random.nextInt(3)) {
                case 0 -> {
                    if (random.nextBoolean()) {
                        super.commit(transaction);
                    }
                    throw new StoreException(
                            Fate.UNKNOWN, new Problem.HostNotReady("lost", "again"));
                }
                default -> super.commit(transaction);
            };
        }

        @Override
        public void close() {
            // Another one's.
        }
    }

    @Test
    void namesThatWouldLeaveTheirPlaceAreRefused() {
        for (var name : List.of("", "../h1", "a/b", "h 1", ".", "h\n1")) {
            assertThatThrownBy(() -> KEYS.host(name, Part.ALLOCATION))
                    .isInstanceOf(ProblemException.class);
        }
        assertThat(KEYS.ofHost("fleet/hosts/h1/alloc"))
                .contains(new Keys.OfHost("h1", Part.ALLOCATION));
        assertThat(KEYS.ofHost("fleet/hosts/h1/later")).isEmpty();
        assertThat(KEYS.ofHost("fleet/hosts/alloc")).isEmpty();
    }
}

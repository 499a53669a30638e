package vgpuctl.fleet.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.fleet.place.Relocation.Left;
import vgpuctl.core.fleet.place.Relocation.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.agent.Agent;
import vgpuctl.fleet.agent.HostSide;
import vgpuctl.fleet.agent.Kept;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.scheduler.MoveHook.Answer;
import vgpuctl.fleet.scheduler.MoveHook.Handover;
import vgpuctl.fleet.scheduler.MoveHook.Phase;
import vgpuctl.fleet.scheduler.Mover.Wish;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.ForwardingStore;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/** Moves on real agents, whose hosts and VMs are values. */
class MoverTest {

    private static final AtomicInteger FLEETS = new AtomicInteger();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A fleet of its own in the store for each test. */
    private final Keys keys = new Keys("fleet-" + FLEETS.incrementAndGet());

    @TempDir Path directory;

    private Store store;
    private final Map<String, HostAllocation> carried = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> drivers = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final List<Thread> agents = new ArrayList<>();
    private final Vms vms = new Vms();

    @BeforeEach
    void open() {
        store = openStore();
    }

    Store openStore() {
        return FileStore.open(directory.resolve("store"));
    }

    @AfterEach
    void close() throws InterruptedException {
        isOver.set(true);
        for (var agent : agents) {
            agent.join();
        }
        store.close();
        assertThat(faults).isEmpty();
    }

    // ---- hosts and VMs ----

    private final class Host implements HostSide {

        private final String id;
        private final int gpus;

        Host(String id, int gpus) {
            this.id = id;
            this.gpus = gpus;
        }

        @Override
        public HostInventory look(HostAllocation allocation) {
            var usual = TestFleet.inventory(id, gpus);
            return drivers.contains(id)
                    ? HostInventory.of(
                            id,
                            "570.1",
                            usual.models().getFirst(),
                            usual.gpus().stream().map(gpu -> gpu.id()).toList())
                    : usual;
        }

        @Override
        public List<Problem> carryOut(HostAllocation allocation) {
            faults.addAll(TestFleet.faults(allocation));
            carried.put(id, allocation);
            return broken.contains(id)
                    ? List.of(new Problem.HostNotReady("a fan is broken", "look"))
                    : List.of();
        }

        @Override
        public List<String> missing(HostAllocation allocation) {
            return broken.contains(id)
                    ? allocation.claims().stream().map(claim -> claim.id()).toList()
                    : List.of();
        }
    }

    private void host(String id, int gpus) throws InterruptedException {
        var agent =
                new Agent(
                        store,
                        keys,
                        new Agent.Identity(id, "machine-" + id),
                        new Host(id, gpus),
                        new Kept(directory.resolve("kept-" + id)),
                        Duration.ofSeconds(60),
                        () -> "fleet-1",
                        _ -> {});
        agent.start();
        agent.round();
        agents.add(
                Thread.ofVirtual()
                        .start(() -> {
                            while (!isOver.get()) {
                                agent.round();
                                rest();
                            }
                        }));
    }

    private static void rest() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** VMs that only run where all of their vGPUs are. */
    private final class Vms implements MoveHook {

        private final Map<String, String> hosts = new ConcurrentHashMap<>();
        private final Set<String> off = ConcurrentHashMap.newKeySet();
        private final List<String> asked = new ArrayList<>();
        private Optional<Answer> instead = Optional.empty();

        @Override
        public Answer ask(Handover handover) {
            asked.add(handover.phase().word() + " " + handover.vm());
            if (instead.isPresent()) {
                return instead.get();
            }
            switch (handover.phase()) {
                case MIGRATE -> {
                    check(handover, handover.to());
                    hosts.put(handover.vm(), handover.to());
                }
                case STOP -> off.add(handover.vm());
                case START -> {
                    check(handover, handover.from());
                    off.remove(handover.vm());
                }
            }
            return new Answer.Done();
        }

        private void check(Handover handover, String on) {
            var there = carriedBy(on).claim(handover.claim());
            var gpus = new HashSet<String>();
            there.ifPresent(claim -> claim.vgpus().forEach(vgpu -> gpus.add(vgpu.gpu())));
            for (var move : handover.moves()) {
                var isThere = gpus.contains(move.to().gpu()) || gpus.contains(move.from().gpu());
                if (!isThere) {
                    faults.add(handover + " without its vGPUs");
                }
            }
        }
    }

    private void claim(String id, String type, int count, String host, boolean withVm) {
        claim(TestFleet.request(id, type, count), host, withVm);
    }

    /** On a GPU of its own while there is one. */
    private void spread(String id, String type, String host) {
        claim(TestFleet.request(id, type, 1).with(PlacementPolicy.SPREAD), host, true);
    }

    private void claim(PlacementRequest wished, String host, boolean withVm) {
        var id = wished.claim();
        try (var scheduler = new Scheduler(store, keys, TestFleet.placer(), PATIENCE)) {
            var request = wished.with(Where.ANYWHERE.onHosts(Set.of(host)));
            assertThat(scheduler.request(withVm ? request.forVm("vm-" + id) : request))
                    .isInstanceOf(Outcome.Granted.class);
        }
        if (withVm) {
            vms.hosts.put("vm-" + id, host);
        }
    }

    private Mover mover(Store over, Optional<MoveHook> hook) {
        return mover(over, hook, PATIENCE);
    }

    private Mover mover(Store over, Optional<MoveHook> hook, Duration patience) {
        return new Mover(
                over,
                keys,
                TestFleet.placer(),
                hook,
                new Mover.Limits(patience, Duration.ofSeconds(3)),
                said::add);
    }

    private MoveResult drain(Store over, Optional<MoveHook> hook, String host) {
        try (var scheduler = new Scheduler(over, keys, TestFleet.placer(), PATIENCE);
                var mover = mover(over, hook)) {
            scheduler.cordon(host, true);
            return mover.carryOut(new Wish.Drained(host, 100));
        }
    }

    private MoveResult drain(String host) {
        return drain(store, Optional.of(vms), host);
    }

    private HostAllocation carriedBy(String host) {
        return carried.getOrDefault(host, HostAllocation.empty(host));
    }

    private HostAllocation allocation(String host) {
        return store.get(keys.host(host, Part.ALLOCATION))
                .map(entry -> AllocationJson.read(entry.text()))
                .orElseGet(() -> HostAllocation.empty(host));
    }

    private List<String> on(String host) {
        return allocation(host).claims().stream().map(claim -> claim.id()).toList();
    }

    private void assertAllIsWell(String... claims) {
        assertThat(TestFleet.faults(store, keys)).isEmpty();
        var there = new ArrayList<String>();
        for (var entry : store.list(keys.claims()).entries()) {
            assertThat(entry.text()).doesNotContain("way");
            there.add(keys.ofClaim(entry.key()).orElseThrow());
        }
        assertThat(there).containsExactlyInAnyOrder(claims);
        vms.hosts.forEach((vm, host) -> assertThat(on(host)).contains(vm.substring(3)));
        assertThat(vms.off).isEmpty();
    }

    // ---- what is moved ----

    @Test
    void aDrainedHostIsEmptyAndItsVmsGoOn() throws InterruptedException {
        host("h1", 2);
        host("h2", 2);
        claim("a", "A40-24Q", 2, "h1", true);
        claim("b", "A40-12Q", 1, "h1", false);
        try (var mover = mover(store, Optional.empty())) {
            var plan = mover.planned(new Wish.Drained("h1", 100));
            assertThat(plan.steps()).extracting(Step::claim).containsExactly("a", "b");
            assertThat(plan.moves()).hasSize(3);
        }
        var result = drain("h1");
        assertThat(result.isComplete()).as(result.toString()).isTrue();
        assertThat(result.done()).extracting(Step::claim).containsExactly("a", "b");
        assertThat(result.remark()).isEmpty();
        assertThat(vms.asked).containsExactly("migrate vm-a");
        assertThat(on("h1")).isEmpty();
        assertThat(carriedBy("h1").claims()).isEmpty();
        assertThat(said)
                .containsExactly(
                        "a: h2 makes its vGPUs",
                        "a: the hook is to migrate vm-a to h2",
                        "a is on h2",
                        "b: h2 makes its vGPUs",
                        "b is on h2");
        assertAllIsWell("a", "b");
    }

    @Test
    void withoutAHookOnlyWhatNoVmHasIsMoved() throws InterruptedException {
        host("h1", 2);
        host("h2", 2);
        claim("a", "A40-24Q", 1, "h1", true);
        claim("b", "A40-12Q", 1, "h1", false);
        var result = drain(store, Optional.empty(), "h1");
        assertThat(result.done()).extracting(Step::claim).containsExactly("b");
        assertThat(result.left())
                .containsExactly(
                        new Left(
                                "a",
                                Optional.of("vm-a"),
                                "its VM has to migrate, and no --hook does that"));
        assertAllIsWell("a", "b");
    }

    @Test
    void aHookThatRefusesLeavesTheVmWhereItIsAndWhatWasMovedStaysMoved()
            throws InterruptedException {
        host("h1", 2);
        host("h2", 2);
        claim("b", "A40-48Q", 1, "h1", false);
        claim("a", "A40-24Q", 1, "h1", true);
        vms.instead = Optional.of(new Answer.Refused("vm-a has a CD in its drive"));
        var result = drain("h1");
        assertThat(result.stopped()).contains("a: vm-a has a CD in its drive");
        assertThat(result.done()).extracting(Step::claim).containsExactly("b");
        assertThat(on("h1")).containsExactly("a");
        assertThat(on("h2")).containsExactly("b");
        assertAllIsWell("a", "b");
        vms.instead = Optional.of(new Answer.TimedOut("it did not end within 1 s"));
        assertThat(drain("h1").stopped()).contains("a: it did not end within 1 s");
        assertAllIsWell("a", "b");
    }

    @Test
    void aHostThatDoesNotCarryItOutGetsNothing() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        claim("a", "A40-24Q", 1, "h1", true);
        broken.add("h2");
        var result = drain("h1");
        assertThat(result.stopped()).contains("a: h2 says: a fan is broken; look");
        assertThat(vms.asked).isEmpty();
        assertThat(on("h1")).containsExactly("a");
        assertAllIsWell("a");
    }

    @Test
    void anotherDriverSincePlanningMakesAnotherPlan() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        host("h3", 1);
        claim("a", "A40-24Q", 1, "h1", true);
        var changing =
                atFirst(() -> {
                    var first = planned();
                    drivers.add(first);
                    var end = System.nanoTime() + PATIENCE.toNanos();
                    while (!text(first, Part.INVENTORY).contains("570.1")) {
                        assertThat(System.nanoTime()).isLessThan(end);
                        rest();
                    }
                });
        var result = drain(changing, Optional.of(vms), "h1");
        assertThat(result.isComplete()).as(result + " " + said).isTrue();
        assertThat(said.peek())
                .startsWith("a stays for now: h1 has driver 550.90.05, and h")
                .endsWith(" has 570.1");
        assertThat(drivers).doesNotContain(result.done().getFirst().to());
        assertAllIsWell("a");
    }

    private String planned() {
        try (var mover = mover(store, Optional.empty())) {
            return mover.planned(new Wish.Drained("h1", 9)).steps().getFirst().to();
        }
    }

    /** Something happens in the moment before the first claim is moved. */
    private Store atFirst(Runnable event) {
        var isOver = new AtomicBoolean();
        return new Between(store) {
            @Override
            public Optional<Entry> get(String key) {
                if (key.equals(keys.claim("a")) && isOver.compareAndSet(false, true)) {
                    event.run();
                }
                return super.get(key);
            }
        };
    }

    private String text(String host, Part part) {
        return store.get(keys.host(host, part)).map(Entry::text).orElse("");
    }

    @Test
    void aPlanThatOthersOvertookIsMadeAnew() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        host("h3", 1);
        claim("a", "A40-48Q", 1, "h1", true);
        var racing = atFirst(() -> claim("other", "A40-48Q", 1, planned(), false));
        var result = drain(racing, Optional.of(vms), "h1");
        assertThat(result.isComplete()).as(result + " " + said).isTrue();
        assertThat(said.peek()).endsWith(": its place is taken by now");
        assertThat(on("h1")).isEmpty();
        assertAllIsWell("a", "other");
    }

    @Test
    void theBudgetOfMovesHolds() throws InterruptedException {
        host("h1", 2);
        host("h2", 2);
        claim("a", "A40-24Q", 2, "h1", false);
        claim("b", "A40-12Q", 1, "h1", false);
        try (var mover = mover(store, Optional.empty())) {
            var result = mover.carryOut(new Wish.Drained("h1", 2));
            assertThat(result.moves()).hasSize(2);
            assertThat(result.left())
                    .extracting(Left::why)
                    .containsExactly("no moves are left for it: it takes 1");
        }
    }

    @Test
    void aHostThatNobodyKnowsIsRefused() {
        try (var mover = mover(store, Optional.empty())) {
            assertThatThrownBy(() -> mover.planned(new Wish.Drained("h9", 9)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("the fleet has no host h9");
        }
    }

    @Test
    void defragmentingStopsAndStartsTheVmThatChangesItsGpu() throws InterruptedException {
        host("h1", 2);
        spread("a", "A40-12Q", "h1");
        spread("b", "A40-12Q", "h1");
        try (var mover = mover(store, Optional.of(vms))) {
            var result = mover.carryOut(new Wish.Defragmented(3));
            assertThat(result.done()).as(result + " " + said).hasSize(1);
            assertThat(result.isComplete()).isTrue();
            var vm = result.done().getFirst().vm().orElseThrow();
            assertThat(vms.asked).containsExactly("stop " + vm, "start " + vm);
        }
        assertThat(
                        allocation("h1").claims().stream()
                                .map(claim -> claim.vgpus().getFirst().gpu())
                                .distinct())
                .hasSize(1);
        assertAllIsWell("a", "b");
    }

    @Test
    void aVmThatIsNotStoppedKeepsItsGpu() throws InterruptedException {
        host("h1", 2);
        spread("a", "A40-12Q", "h1");
        spread("b", "A40-12Q", "h1");
        var before = allocation("h1").claims();
        vms.instead = Optional.of(new Answer.Refused("it is busy"));
        try (var mover = mover(store, Optional.of(vms))) {
            var result = mover.carryOut(new Wish.Defragmented(3));
            assertThat(result.done()).isEmpty();
            assertThat(result.stopped().orElseThrow()).endsWith(": it is busy");
        }
        assertThat(allocation("h1").claims()).isEqualTo(before);
        assertAllIsWell("a", "b");
    }

    @Test
    void whatIsOnItsWayIsReleasedOnBothHostsAndAskedForOnce() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        claim("a", "A40-24Q", 1, "h1", true);
        var heldOnTheWay = new ArrayList<Outcome>();
        MoveHook releasing =
                handover -> {
                    try (var scheduler = new Scheduler(store, keys, TestFleet.placer(), PATIENCE)) {
                        heldOnTheWay.add(
                                scheduler.request(
                                        TestFleet.request("a", "A40-24Q", 1).forVm(handover.vm())));
                        assertThat(TestFleet.faults(store, keys)).isEmpty();
                        assertThat(scheduler.release("a")).containsExactly("h1", "h2");
                    }
                    return new Answer.Done();
                };
        var result = drain(store, Optional.of(releasing), "h1");
        assertThat(heldOnTheWay.getFirst()).isInstanceOf(Outcome.Held.class);
        assertThat(result.done()).isEmpty();
        vms.hosts.clear();
        assertThat(on("h1")).isEmpty();
        assertThat(on("h2")).isEmpty();
        assertAllIsWell();
    }

    // ---- killed ----

    /** kill -9 before or after each write, and in the hook before and after it has moved the VM. */
    @Test
    void killedAtAnyStepTheNextOneFinishesOrTakesBack() throws InterruptedException {
        host("h1", 2);
        host("h2", 2);
        claim("a", "A40-24Q", 1, "h1", true);
        claim("b", "A40-12Q", 1, "h1", false);
        claim("c", "A40-12Q", 1, "h1", true);
        var from = "h1";
        var deaths = 0;
        for (var moment = 1; ; moment++) {
            var life = new Mortal(store, moment);
            var to = from.equals("h1") ? "h2" : "h1";
            try {
                drain(life, Optional.of(life.in(vms)), from);
                // It lived: there are no more moments.
                break;
            } catch (Killed _) {
                deaths++;
                assertThat(TestFleet.faults(store, keys)).as("moment " + moment).isEmpty();
            }
            life.isDead = true;
            awaitNobodyAtWork();
            var result = drain(from);
            assertThat(result.isComplete()).as("moment " + moment + " " + result).isTrue();
            assertThat(on(from)).isEmpty();
            assertThat(on(to)).hasSize(3);
            assertAllIsWell("a", "b", "c");
            try (var scheduler = new Scheduler(store, keys, TestFleet.placer(), PATIENCE)) {
                scheduler.cordon(from, false);
            }
            from = to;
        }
        System.out.println("mover: killed at " + deaths + " moments");
        assertThat(deaths).isGreaterThan(20);
    }

    @Test
    void killedWhileAVmChangesItsGpuTheNextOneStartsIt() throws InterruptedException {
        host("h1", 2);
        var deaths = 0;
        for (var moment = 1; ; moment++) {
            spread("a", "A40-12Q", "h1");
            spread("b", "A40-12Q", "h1");
            var life = new Mortal(store, moment);
            var isKilled = false;
            try (var mover = mover(life, Optional.of(life.in(vms)))) {
                mover.carryOut(new Wish.Defragmented(3));
            } catch (Killed _) {
                deaths++;
                isKilled = true;
                assertThat(TestFleet.faults(store, keys)).as("moment " + moment).isEmpty();
            }
            life.isDead = true;
            awaitNobodyAtWork();
            try (var mover = mover(store, Optional.of(vms))) {
                var result = mover.carryOut(new Wish.Defragmented(3));
                assertThat(result.isComplete()).as("moment " + moment + " " + result).isTrue();
            }
            assertAllIsWell("a", "b");
            if (!isKilled) {
                break;
            }
            try (var scheduler = new Scheduler(store, keys, TestFleet.placer(), PATIENCE)) {
                scheduler.release("a");
                scheduler.release("b");
            }
        }
        System.out.println("mover, within a host: killed at " + deaths + " moments");
        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void withoutItsHookNobodyGuessesWhereAVmIs() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        claim("a", "A40-24Q", 1, "h1", true);
        var life = new Mortal(store, Integer.MAX_VALUE);
        MoveHook deadly =
                _ -> {
                    life.isDead = true;
                    throw new Killed();
                };
        assertThatThrownBy(() -> drain(life, Optional.of(deadly), "h1")).isInstanceOf(Killed.class);
        awaitNobodyAtWork();
        var result = drain(store, Optional.empty(), "h1");
        assertThat(result.left().getFirst().why())
                .startsWith("a hook was told to move vm-a to h2, and nobody knows whether it did");
        assertThat(TestFleet.faults(store, keys)).isEmpty();
        assertThat(on("h1")).containsExactly("a");
        assertThat(on("h2")).containsExactly("a");
        // The operator looked: it did not.
        MoveHook no = _ -> new Answer.Refused("it ended with status 1");
        drain(store, Optional.of(no), "h1");
        assertThat(on("h2")).isEmpty();
        assertAllIsWell("a");
    }

    @Test
    void nobodyTakesOverWhatIsBeingMoved() throws InterruptedException {
        host("h1", 1);
        host("h2", 1);
        claim("a", "A40-24Q", 1, "h1", true);
        var others = new ArrayList<MoveResult>();
        MoveHook slow =
                handover -> {
                    if (handover.phase() == Phase.MIGRATE && others.isEmpty()) {
                        try (var other = mover(store, Optional.of(vms), Duration.ofSeconds(2))) {
                            others.add(other.carryOut(new Wish.Drained("h1", 9)));
                        }
                    }
                    return vms.ask(handover);
                };
        var result = drain(store, Optional.of(slow), "h1");
        assertThat(result.isComplete()).isTrue();
        assertThat(others.getFirst().left())
                .extracting(Left::why)
                .containsExactly("somebody else moves it now");
        assertThat(vms.asked).containsExactly("migrate vm-a");
        assertAllIsWell("a");
    }

    private void awaitNobodyAtWork() throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!store.list(keys.movers()).entries().isEmpty()) {
            assertThat(System.nanoTime()).as("a mover that was killed").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /**
     * The store of a process that is killed at its nth write, before it or after it. Its lease,
     * which would end some seconds later, ends at once.
     */
    private static final class Mortal extends Between {

        private final int moment;
        private int passed;
        private volatile boolean isDead;

        Mortal(Store store, int moment) {
            super(store);
            this.moment = moment;
        }

        private void pass() {
            if (isDead || ++passed == moment) {
                isDead = true;
                throw new Killed();
            }
        }

        /** A hook of the same process. */
        MoveHook in(MoveHook hook) {
            return handover -> {
                pass();
                var answer = hook.ask(handover);
                pass();
                return answer;
            };
        }

        @Override
        public Committed commit(Transaction transaction) {
            if (transaction.lease().isPresent()) {
                return super.commit(transaction);
            }
            pass();
            var committed = super.commit(transaction);
            pass();
            return committed;
        }
    }

    /** A store as another process sees it. */
    private static class Between extends ForwardingStore {

        Between(Store store) {
            super(store);
        }

        @Override
        public void close() {
            // Another one's.
        }
    }
}

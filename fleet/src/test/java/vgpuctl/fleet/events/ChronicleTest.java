package vgpuctl.fleet.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.events.Event.Kind;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.scheduler.MoveHook;
import vgpuctl.fleet.scheduler.Mover;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.scheduler.TestFleet;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

class ChronicleTest {

    private static final Keys KEYS = new Keys("fleet");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path directory;

    private final Chronicle chronicle = new Chronicle(KEYS);
    private Store store;
    private Watch watch;

    @BeforeEach
    void open() {
        store = FileStore.open(directory);
        watch = store.watch(KEYS.hosts(), store.list(KEYS.hosts()).revision() + 1);
    }

    @AfterEach
    void close() {
        watch.close();
        store.close();
    }

    /** What was told since the last call. */
    private List<String> told() {
        var sentences = new ArrayList<String>();
        while (watch.next(Duration.ofMillis(200)) instanceof Watch.Changes(var changes)
                && !changes.isEmpty()) {
            chronicle.changed(changes).forEach(event -> sentences.add(event.sentence()));
        }
        return sentences;
    }

    private Scheduler scheduler() {
        return new Scheduler(store, KEYS, TestFleet.placer(), PATIENCE);
    }

    /** An agent's word on the allocation as it is now. */
    private void report(String host, List<String> missing, List<String> problems) {
        var allocation = allocation(host);
        var report =
                new Report(
                        "machine-" + host,
                        allocation.epoch(),
                        allocation.generation(),
                        missing,
                        problems);
        store.commit(
                new Transaction.Builder()
                        .put(KEYS.host(host, Part.REPORT), report.write())
                        .build());
    }

    private HostAllocation allocation(String host) {
        return store.get(KEYS.host(host, Part.ALLOCATION))
                .map(entry -> AllocationJson.read(entry.text()))
                .orElseGet(() -> HostAllocation.empty(host));
    }

    @Test
    void theLifeOfAClaimIsToldOnce() {
        TestFleet.put(store, KEYS, "h1", 2);
        assertThat(told()).containsExactly("h1 joined: 2 × A40, driver 550.90.05", "h1 is heard");
        try (var scheduler = scheduler()) {
            scheduler.request(TestFleet.request("c", "A40-24Q", 2).forVm("vm"));
            assertThat(told())
                    .containsExactly("c is granted on h1: 2 × A40-24Q on 0000:00:00.0 for vm");
            report("h1", List.of("c"), List.of("no room; look"));
            assertThat(told()).containsExactly("h1: no room; look");
            report("h1", List.of(), List.of());
            assertThat(told())
                    .containsExactly("h1, no longer: no room; look", "c is carried out on h1");
            scheduler.cordon("h1", true);
            // Its agent has yet to say so of the newer allocation: that is no news of the claim.
            report("h1", List.of(), List.of());
            assertThat(told()).containsExactly("h1 is cordoned");
            scheduler.cordon("h1", false);
            scheduler.release("c");
            assertThat(told()).containsExactly("h1 takes claims again", "c is released on h1");
            scheduler.request(TestFleet.request("c", "A40-24Q", 1));
            report("h1", List.of(), List.of());
            assertThat(told())
                    .containsExactly(
                            "c is granted on h1: A40-24Q on 0000:00:00.0",
                            "c is carried out on h1");
        }
        store.commit(new Transaction.Builder().delete(KEYS.host("h1", Part.ALIVE)).build());
        assertThat(told()).containsExactly("h1 is not heard any more");
    }

    @Test
    void aMoveIsToldFromBeginningToEnd() {
        TestFleet.put(store, KEYS, "h1", 1);
        TestFleet.put(store, KEYS, "h2", 1);
        var isRefused = new ArrayList<>(List.of(true, false));
        MoveHook hook =
                _ ->
                        isRefused.removeFirst()
                                ? new MoveHook.Answer.Refused("no")
                                : new MoveHook.Answer.Done();
        try (var scheduler = scheduler();
                var mover =
                        new Mover(
                                store,
                                KEYS,
                                TestFleet.placer(),
                                Optional.of(hook),
                                new Mover.Limits(PATIENCE, PATIENCE),
                                sentence -> {
                                    if (sentence.endsWith("makes its vGPUs")) {
                                        report("h2", List.of(), List.of());
                                        report("h1", List.of(), List.of());
                                    }
                                    if (sentence.endsWith("is on h2")) {
                                        report("h1", List.of(), List.of());
                                    }
                                })) {
            var request = TestFleet.request("c", "A40-24Q", 1).forVm("vm");
            scheduler.cordon("h2", true);
            scheduler.request(request);
            scheduler.cordon("h2", false);
            told();
            assertThat(mover.carryOut(new Mover.Wish.Drained("h1", 9)).stopped()).isPresent();
            assertThat(told())
                    .containsExactly(
                            "c is on its way from h1 to h2",
                            "c is carried out on h2",
                            "c is carried out on h1",
                            "c is not on its way to h2 any more: it stays where it was");
            assertThat(mover.carryOut(new Mover.Wish.Drained("h1", 9)).isComplete()).isTrue();
            assertThat(told())
                    .containsExactly(
                            "c is on its way from h1 to h2",
                            "c is carried out on h2",
                            "c moved from h1 to h2");
        }
    }

    @Test
    void whatIsThereNowIsToldOfAListingAndOnlyOnce() {
        TestFleet.put(store, KEYS, "h1", 1);
        try (var scheduler = scheduler()) {
            scheduler.request(TestFleet.request("c", "A40-24Q", 1));
        }
        var listing = store.list(KEYS.hosts()).entries();
        assertThat(chronicle.listed(listing))
                .extracting(Event::kind)
                .containsExactly(Kind.JOINED, Kind.HEARD, Kind.GRANTED);
        assertThat(chronicle.listed(listing)).isEmpty();
        // All gone while nobody looked.
        assertThat(chronicle.listed(List.of()))
                .extracting(Event::kind)
                .containsExactly(Kind.LEFT, Kind.LOST, Kind.RELEASED);
    }

    @Test
    void aDocumentThatCannotBeReadIsAProblemAndWhatWasKnownHolds() {
        TestFleet.put(store, KEYS, "h1", 1);
        told();
        var key = KEYS.host("h1", Part.ALLOCATION);
        store.commit(new Transaction.Builder().put(key, "{").build());
        assertThat(told().getFirst()).startsWith("h1: its documents cannot be read: ");
        store.commit(
                new Transaction.Builder()
                        .put(key, AllocationJson.write(HostAllocation.empty("h1")))
                        .build());
        assertThat(told().getFirst()).startsWith("h1, no longer: its documents");
    }
}

package vgpuctl.fleet.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.fleet.Decision;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.ForwardingStore;
import vgpuctl.fleet.store.Listing;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

class FleetViewTest {

    private static final Keys KEYS = new Keys("fleet");

    @TempDir Path directory;

    private Store first;
    private Store second;

    @BeforeEach
    void open() {
        first = FileStore.open(directory.resolve("first"));
        second = FileStore.open(directory.resolve("second"));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    /** The first store, in whose place somebody puts another copy; its listings are counted. */
    private final class PutBack extends ForwardingStore {

        private Store now = first;
        private int listings;

        PutBack() {
            super(first);
        }

        @Override
        public Optional<Entry> get(String key) {
            return now.get(key);
        }

        @Override
        public Listing list(String prefix) {
            listings++;
            return now.list(prefix);
        }

        @Override
        public Committed commit(Transaction transaction) {
            return now.commit(transaction);
        }

        @Override
        public Watch watch(String prefix, long from) {
            return now.watch(prefix, from);
        }
    }

    private static int gpus(FleetView view, String host) {
        return view.host(host).orElseThrow().inventory().orElseThrow().gpus().size();
    }

    @Test
    void anotherCopyOfTheStoreIsReadAnewThoughItsRevisionsAreTheSame() {
        var store = new PutBack();
        TestFleet.put(first, KEYS, "h1", 1);
        TestFleet.put(first, KEYS, "h2", 1);
        TestFleet.put(second, KEYS, "h1", 4);
        TestFleet.put(second, KEYS, "h3", 2);
        var placer = TestFleet.placer();
        try (var view = new FleetView(store, KEYS, placer)) {
            view.list();
            store.now = second;
            view.list();
            assertThat(view.hosts()).containsOnlyKeys("h1", "h3");
            assertThat(gpus(view, "h1")).isEqualTo(4);
            assertThat(placer.host("h2")).isEmpty();
            assertThat(placer.host("h3")).isPresent();
        }
    }

    @Test
    void anOlderCopyOfTheStoreIsReadAnewAndFollowed() {
        var store = new PutBack();
        for (var gpus = 1; gpus < 8; gpus++) {
            TestFleet.put(first, KEYS, "h1", gpus);
        }
        TestFleet.put(second, KEYS, "h1", 2);
        try (var view = new FleetView(store, KEYS, TestFleet.placer())) {
            view.list();
            store.now = second;
            view.list();
            assertThat(gpus(view, "h1")).isEqualTo(2);
            TestFleet.put(second, KEYS, "h1", 3);
            for (var i = 0; i < 500 && gpus(view, "h1") != 3; i++) {
                view.update();
            }
            assertThat(gpus(view, "h1")).isEqualTo(3);
        }
    }

    @Test
    void aSchedulerGoesOnWhenAnOlderCopyOfTheStoreIsPutBack() {
        var store = new PutBack();
        TestFleet.put(first, KEYS, "h1", 4);
        TestFleet.put(second, KEYS, "h1", 4);
        try (var scheduler = new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofSeconds(5));
                var before =
                        new Scheduler(second, KEYS, TestFleet.placer(), Duration.ofSeconds(5))) {
            before.request(TestFleet.request("old", "A40-8Q", 1));
            for (var i = 0; i < 5; i++) {
                assertThat(scheduler.request(TestFleet.request("c" + i, "A40-8Q", 1)))
                        .isInstanceOf(Outcome.Granted.class);
            }
            store.now = second;
            assertThat(scheduler.request(TestFleet.request("new", "A40-8Q", 1)))
                    .isInstanceOf(Outcome.Granted.class);
            assertThat(TestFleet.faults(second, KEYS)).isEmpty();
            assertThat(before.claim("old")).hasSize(1);
            assertThat(before.claim("new")).hasSize(1);
        }
    }

    @Test
    void whereSomethingWouldGoIsAskedOfItsHostOnly() {
        var store = new PutBack();
        TestFleet.put(first, KEYS, "h1", 1);
        try (var scheduler =
                new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofSeconds(5))) {
            for (var i = 0; i < 5; i++) {
                assertThat(scheduler.decide(TestFleet.request("c", "A40-48Q", 1)).fits()).isTrue();
            }
            assertThat(store.listings).isEqualTo(1);
            // Another scheduler's, of which the watch may not have told yet.
            try (var other =
                    new Scheduler(first, KEYS, TestFleet.placer(), Duration.ofSeconds(5))) {
                assertThat(other.request(TestFleet.request("c2", "A40-48Q", 1)))
                        .isInstanceOf(Outcome.Granted.class);
            }
            assertThat(scheduler.decide(TestFleet.request("c", "A40-48Q", 1)))
                    .isInstanceOf(Decision.Refused.class);
        }
    }
}

package vgpuctl.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.fleet.store.Watch.Change;
import vgpuctl.fleet.store.Watch.Changes;
import vgpuctl.fleet.store.Watch.Forgotten;

/** What every store keeps to. Each test has keys of its own. */
public abstract class StoreContract {

    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final AtomicInteger TESTS = new AtomicInteger();

    private final String space = "test/" + TESTS.incrementAndGet() + "/";

    /** One more user of the same store. */
    protected abstract Store open();

    /** Makes the store forget changes that are older than its last one. */
    protected abstract void forgetHistory(Store store) throws Exception;

    /** Lets time go by, for leases. */
    protected abstract void pass(Duration time) throws Exception;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsReadIsWhatWasWritten(long seed) {
        var random = new Random(seed);
        var model = new TreeMap<String, Entry>();
        var told = new ArrayList<Change>();
        try (var first = open();
                var second = open()) {
            var from = first.list(space).revision() + 1;
            try (var watch = second.watch(space, from)) {
                for (var step = 0; step < 120; step++) {
                    var store = random.nextBoolean() ? first : second;
                    var transaction = transaction(random, model);
                    var isRight =
                            transaction.conditions().entrySet().stream()
                                    .allMatch(condition ->
                                            revision(model, condition.getKey())
                                                    == condition.getValue());
                    var committed = store.commit(transaction);
                    assertThat(committed.done()).isEqualTo(isRight);
                    if (isRight) {
                        note(transaction, committed.revision(), model, told);
                    }
                    var reader = random.nextBoolean() ? first : second;
                    assertThat(reader.list(space).entries())
                            .containsExactlyElementsOf(model.values());
                    var key = key(random);
                    assertThat(reader.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
                    assertThat(reader.list(space + "b").entries())
                            .containsExactlyElementsOf(
                                    model.values().stream()
                                            .filter(one -> one.key().startsWith(space + "b"))
                                            .toList());
                }
                assertThat(changes(watch, told.size()))
                        .containsExactlyInAnyOrderElementsOf(told)
                        .isSortedAccordingTo((a, b) -> Long.compare(a.revision(), b.revision()));
            }
        }
    }

    private Transaction transaction(Random random, Map<String, Entry> model) {
        var transaction = new Transaction.Builder();
        for (var i = random.nextInt(3); i >= 0; i--) {
            var key = key(random);
            if (random.nextInt(4) > 0) {
                var now = revision(model, key);
                transaction.expect(key, random.nextInt(5) > 0 ? now : now + 1);
            }
            if (random.nextInt(4) > 0) {
                transaction.put(key, text(random));
            } else {
                transaction.delete(key);
            }
        }
        return transaction.build();
    }

    /** What is no ASCII, what JSON has to escape, and nothing at all. */
    private static String text(Random random) {
        return List.of("", "{\"a\":1}", "für 12 GB \n\t\"\\ \u0001 🂡", "x".repeat(3000))
                        .get(random.nextInt(4))
                + random.nextInt(1000);
    }

    private String key(Random random) {
        return space + "abc".charAt(random.nextInt(3)) + "/" + random.nextInt(3);
    }

    private static long revision(Map<String, Entry> model, String key) {
        return Optional.ofNullable(model.get(key)).map(Entry::revision).orElse(0L);
    }

    private static void note(
            Transaction transaction, long revision, Map<String, Entry> model, List<Change> told) {
        transaction
                .writes()
                .forEach((key, text) -> {
                    if (text.isPresent()) {
                        model.put(key, new Entry(key, text.get(), revision));
                        told.add(new Change(key, text, revision));
                    } else if (model.remove(key) != null) {
                        told.add(new Change(key, text, revision));
                    }
                });
    }

    private static List<Change> changes(Watch watch, int count) {
        var all = new ArrayList<Change>();
        var end = System.nanoTime() + LONG.toNanos();
        while (all.size() < count && System.nanoTime() < end) {
            all.addAll(((Changes) watch.next(A_MOMENT)).changes());
        }
        return all;
    }

    @Test
    void ofManyWhoSwapAtOnceEachCountsOnce() throws Exception {
        var key = space + "count";
        var works = new ArrayList<Callable<Void>>();
        for (var i = 0; i < 8; i++) {
            works.add(() -> {
                try (var store = open()) {
                    for (var done = 0; done < 15; ) {
                        var now = store.get(key);
                        var count = now.map(entry -> Integer.parseInt(entry.text())).orElse(0);
                        var swap =
                                Transaction.swap(
                                        key,
                                        now.map(Entry::revision).orElse(Transaction.ABSENT),
                                        Integer.toString(count + 1));
                        done += store.commit(swap).done() ? 1 : 0;
                    }
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(8);
                var store = open()) {
            var from = store.list(space).revision() + 1;
            try (var watch = store.watch(space, from)) {
                for (var work : threads.invokeAll(works)) {
                    work.get();
                }
                assertThat(store.get(key).orElseThrow().text()).isEqualTo("120");
                var told = changes(watch, 120);
                assertThat(told.stream().map(change -> change.text().orElseThrow()))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, 120).mapToObj(Integer::toString).toList());
            }
        }
    }

    @Test
    void twoKeysAreWrittenTogetherOrNotAtAll() {
        try (var store = open()) {
            store.commit(new Transaction.Builder().put(space + "a", "1").build());
            var wrong =
                    new Transaction.Builder()
                            .expect(space + "b", 7)
                            .put(space + "a", "2")
                            .put(space + "b", "2")
                            .build();
            assertThat(store.commit(wrong).done()).isFalse();
            assertThat(store.get(space + "a").orElseThrow().text()).isEqualTo("1");
            assertThat(store.get(space + "b")).isEmpty();
            var right =
                    new Transaction.Builder()
                            .expect(space + "b", Transaction.ABSENT)
                            .put(space + "a", "2")
                            .put(space + "b", "2")
                            .build();
            assertThat(store.commit(right).done()).isTrue();
            assertThat(store.get(space + "a").orElseThrow().revision())
                    .isEqualTo(store.get(space + "b").orElseThrow().revision());
        }
    }

    @Test
    void aListOfManyIsOfOneMoment() {
        try (var store = open()) {
            var all = new HashMap<String, String>();
            for (var i = 0; i < 600; i++) {
                var key = space + "%04d".formatted(i);
                store.commit(new Transaction.Builder().put(key, "n" + i).build());
                all.put(key, "n" + i);
            }
            var listed = store.list(space).entries();
            assertThat(listed)
                    .hasSize(600)
                    .allSatisfy(entry -> assertThat(entry.text()).isEqualTo(all.get(entry.key())));
            assertThat(listed).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        }
    }

    @Test
    void aWatchSaysThatItCannotTellAll() throws Exception {
        try (var store = open()) {
            var from = store.commit(new Transaction.Builder().put(space + "a", "0").build());
            for (var i = 1; i < 30; i++) {
                store.commit(new Transaction.Builder().put(space + "a", "" + i).build());
            }
            forgetHistory(store);
            try (var late = open();
                    var watch = late.watch(space, from.revision() + 1)) {
                assertThat(within(LONG, watch)).isInstanceOf(Forgotten.class);
                var listed = late.list(space);
                try (var again = late.watch(space, listed.revision() + 1)) {
                    store.commit(new Transaction.Builder().put(space + "a", "last").build());
                    assertThat(changes(again, 1).getFirst().text()).contains("last");
                }
            }
        }
    }

    private static Watch.News within(Duration time, Watch watch) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var news = watch.next(A_MOMENT);
            if (!news.equals(new Changes(List.of()))) {
                return news;
            }
        }
        return new Changes(List.of());
    }

    @Test
    void aWatchIsQuietWhenOthersKeysChange() {
        try (var store = open();
                var watch = store.watch(space + "mine/", store.list(space).revision() + 1)) {
            store.commit(new Transaction.Builder().put(space + "other", "1").build());
            assertThat(watch.next(A_MOMENT)).isEqualTo(new Changes(List.of()));
        }
    }

    @Test
    void whatIsUnderALeaseGoesWithIt() throws Exception {
        try (var store = open();
                var other = open()) {
            var lease = store.grant(Duration.ofSeconds(2));
            store.commit(new Transaction.Builder().put(space + "up", "1").under(lease).build());
            store.commit(new Transaction.Builder().put(space + "stays", "1").build());
            try (var watch = other.watch(space, other.list(space).revision() + 1)) {
                for (var i = 0; i < 4; i++) {
                    pass(Duration.ofSeconds(1));
                    assertThat(store.renew(lease)).isTrue();
                }
                assertThat(other.get(space + "up")).isPresent();
                pass(Duration.ofSeconds(4));
                await(() -> other.get(space + "up").isEmpty());
                assertThat(other.get(space + "stays")).isPresent();
                var told = changes(watch, 1).getFirst();
                assertThat(told.key()).isEqualTo(space + "up");
                assertThat(told.text()).isEmpty();
            }
            assertThat(store.renew(lease)).isFalse();
            var late = new Transaction.Builder().put(space + "up", "2").under(lease).build();
            assertThat(store.commit(late).done()).isFalse();
            assertThat(store.get(space + "up")).isEmpty();
        }
    }

    @Test
    void aLeaseCanBeEndedAtOnce() {
        try (var store = open()) {
            var lease = store.grant(Duration.ofSeconds(60));
            store.commit(new Transaction.Builder().put(space + "up", "1").under(lease).build());
            store.revoke(lease);
            store.revoke(lease);
            assertThat(store.get(space + "up")).isEmpty();
            assertThat(store.renew(lease)).isFalse();
        }
    }

    @Test
    void whatIsWrittenAnewWithoutALeaseStays() {
        try (var store = open()) {
            var lease = store.grant(Duration.ofSeconds(60));
            store.commit(new Transaction.Builder().put(space + "up", "1").under(lease).build());
            store.commit(new Transaction.Builder().put(space + "up", "2").build());
            store.revoke(lease);
            assertThat(store.get(space + "up").orElseThrow().text()).isEqualTo("2");
        }
    }

    protected static void await(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
            Thread.sleep(50);
        }
    }
}

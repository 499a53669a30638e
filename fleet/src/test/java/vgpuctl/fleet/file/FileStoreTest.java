package vgpuctl.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreContract;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch.Forgotten;

class FileStoreTest extends StoreContract {

    /** So small that every test goes through several logs. */
    private static final FileStore.Limits SMALL = new FileStore.Limits(20_000, 400);

    @TempDir Path directory;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private volatile String boot = "first";

    private final Ticks ticks =
            new Ticks() {
                @Override
                public long millis() {
                    return now.get();
                }

                @Override
                public String boot() {
                    return boot;
                }
            };

    @Override
    protected Store open() {
        return FileStore.open(directory.resolve("store"), ticks, SMALL);
    }

    @Override
    protected void forgetHistory(Store store) {
        for (var i = 0; i < 500; i++) {
            store.commit(new Transaction.Builder().put("other", "x".repeat(100) + i).build());
        }
    }

    @Override
    protected void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }

    /** A kill or a loss of power between any two bytes of a write. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void halfALineNeverCounts(long seed) throws IOException {
        var random = new Random(seed);
        try (var store = open()) {
            store.commit(new Transaction.Builder().put("a", "1").build());
        }
        var log = newest();
        var before = Files.readAllBytes(log);
        try (var store = open()) {
            store.commit(new Transaction.Builder().put("a", "2").put("b", "2").build());
        }
        var after = Files.readAllBytes(log);
        for (var length = before.length; length < after.length; length++) {
            var torn = Arrays.copyOf(after, length);
            if (length > before.length && random.nextBoolean()) {
                torn[length - 1] ^= 1; // a page that did not get to the disk
            }
            Files.write(log, torn);
            try (var store = open()) {
                assertThat(store.get("a").orElseThrow().text()).isEqualTo("1");
                assertThat(store.get("b")).isEmpty();
                store.commit(new Transaction.Builder().put("c", "3").build());
            }
            try (var store = open()) {
                assertThat(store.list("").entries())
                        .extracting(Entry::text)
                        .containsExactly("1", "3");
            }
        }
    }

    @Test
    void aLineThatIsWrongInTheMidstIsNotPassedOver() throws IOException {
        try (var store = open()) {
            for (var i = 0; i < 5; i++) {
                store.commit(new Transaction.Builder().put("a", "" + i).build());
            }
        }
        var log = newest();
        var bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged");
    }

    /** Processes that are killed in the midst of it, while others go on. */
    @Test
    void whatWasAcknowledgedIsThereAfterKills() throws Exception {
        var acknowledged = new ArrayList<Path>();
        var processes = new ArrayList<Process>();
        var random = new Random(7);
        for (var i = 0; i < 5; i++) {
            var out = directory.resolve("acknowledged-" + i);
            acknowledged.add(out);
            processes.add(counting(i, out));
        }
        for (var process : processes.subList(0, 4)) {
            Thread.sleep(400 + random.nextInt(600));
            process.destroyForcibly().waitFor();
        }
        Thread.sleep(500);
        processes.get(4).destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        try (var store = FileStore.open(directory.resolve("killed"))) {
            var total = 0;
            for (var i = 0; i < 5; i++) {
                var said = Files.readAllLines(acknowledged.get(i)).size();
                var key = "by/" + i;
                var there = store.get(key).map(entry -> Integer.parseInt(entry.text())).orElse(0);
                // One may have been written and not said any more.
                assertThat(there).isBetween(said, said + 1);
                total += there;
            }
            assertThat(total).isGreaterThan(20);
            assertThat(store.get("all").orElseThrow().text()).isEqualTo(Integer.toString(total));
        }
    }

    private Process counting(int number, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName(),
                        directory.resolve("killed").toString(),
                        Integer.toString(number))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Counts for itself and for all, in one transaction, and says each time that it did. */
    static final class Counting {

        private Counting() {}

        public static void main(String[] arguments) {
            var mine = "by/" + arguments[1];
            try (var store = FileStore.open(Path.of(arguments[0]), Ticks.ofThisMachine(), SMALL)) {
                while (true) {
                    var transaction = new Transaction.Builder();
                    for (var key : List.of(mine, "all")) {
                        var now = store.get(key);
                        var count = now.map(entry -> Integer.parseInt(entry.text())).orElse(0);
                        transaction
                                .expect(key, now.map(Entry::revision).orElse(0L))
                                .put(key, Integer.toString(count + 1));
                    }
                    if (store.commit(transaction.build()).done()) {
                        System.out.println("done");
                        System.out.flush();
                    }
                }
            }
        }
    }

    @Test
    void aRestartOfTheMachineLetsLeasesLiveOnceMore() {
        try (var store = open()) {
            var lease = store.grant(Duration.ofSeconds(10));
            store.commit(new Transaction.Builder().put("up", "1").under(lease).build());
            boot = "second";
            now.set(5); // the ticks of a machine begin anew
            assertThat(store.get("up")).isPresent();
            pass(Duration.ofSeconds(9));
            assertThat(store.renew(lease)).isTrue();
            pass(Duration.ofSeconds(11));
            assertThat(store.get("up")).isEmpty();
        }
    }

    @Test
    void aCopyThatWasPutBackIsSeenByThoseWhoRun() throws IOException {
        try (var store = open()) {
            store.commit(new Transaction.Builder().put("a", "1").build());
            var copy = directory.resolve("copy");
            Files.copy(newest(), copy);
            var last = store.commit(new Transaction.Builder().put("a", "2").build()).revision();
            try (var watch = store.watch("", last + 1)) {
                Files.move(copy, newest(), StandardCopyOption.REPLACE_EXISTING);
                assertThat(store.get("a").orElseThrow().text()).isEqualTo("1");
                assertThat(store.list("").revision()).isLessThan(last);
                assertThat(watch.next(Duration.ofSeconds(1))).isInstanceOf(Forgotten.class);
            }
        }
    }

    @Test
    void oldLogsGo() throws IOException {
        try (var store = open()) {
            for (var i = 0; i < 300; i++) {
                store.commit(new Transaction.Builder().put("a", "x".repeat(1000)).build());
            }
        }
        try (var files = Files.list(directory.resolve("store"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("log.")))
                    .hasSize(2);
        }
    }

    private Path newest() {
        try (var files = Files.list(directory.resolve("store"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("log."))
                    .max((a, b) ->
                            Long.compare(
                                    Long.parseLong(a.getFileName().toString().substring(4)),
                                    Long.parseLong(b.getFileName().toString().substring(4))))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

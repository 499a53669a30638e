package vgpuctl.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.scheduler.TestFleet;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/**
 * Claims committed in a second, beside raw compare-and-swaps of documents of the same size, on the
 * same three members in the same run: {@code bench/fleet}.
 */
final class FleetBench {

    private static final int HOSTS = 2_400;

    private static final int WARM_SECONDS = 5;

    private static final Keys KEYS = new Keys("fleet");

    /** Beside the fleet, which nobody looks at here. */
    private static final Keys RAW = new Keys("raw");

    private FleetBench() {}

    private interface Work {
        /** One committed change. */
        void once(int requester, long number);
    }

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        var seconds = Integer.parseInt(arguments[0]);
        var directory = Files.createTempDirectory("fleet-bench");
        var table = new StringBuilder();
        try (var cluster = EtcdCluster.start(directory, 3);
                var store = new EtcdStore(cluster.settings())) {
            for (var host = 0; host < HOSTS; host++) {
                TestFleet.put(store, KEYS, "h%03d".formatted(host), 4);
            }
            // Both sides find the code compiled.
            claims(store, 4, 1, WARM_SECONDS);
            raw(store, 4, size(store), 2, WARM_SECONDS);
            clear(store);
            for (var requesters : new int[] {1, 16, 64}) {
                var claims = claims(store, requesters, 1, seconds);
                var size = size(store);
                check(store);
                clear(store);
                var two = claimsOfTwo(store, requesters, seconds);
                check(store);
                clear(store);
                var raw = raw(store, requesters, size, 1, seconds);
                var pairs = raw(store, requesters, size, 2, seconds);
                table.append(
                        String.format(
                                Locale.ROOT,
                                "| %d | %.0f | %.0f | %.0f | %.0f %% | %.0f | %.0f %% | %d |%n",
                                requesters,
                                claims,
                                two,
                                raw,
                                100 * claims / raw,
                                pairs,
                                100 * claims / pairs,
                                size));
            }
        }
        var page =
                """
                # Claims in a second

                Written by `bench/fleet`: three members of etcd, the requesters and the placement engine on one machine with %d processors.
                A claim is one vGPU among %d hosts with four A40s each, policy `spread`; the requesters share a scheduler, which writes what is asked for at once in one transaction. Beside it compare-and-swaps of one key each, which nobody else writes, of the mean size of an allocation; and the same with a short second key, which a claim has, too.

                | requesters | claims/s | of two schedulers | raw swaps/s | share | raw swaps of two keys/s | share | bytes |
                |--:|--:|--:|--:|--:|--:|--:|--:|
                %s\
                """
                        .formatted(Runtime.getRuntime().availableProcessors(), HOSTS, table);
        System.out.print(page);
        if (arguments.length > 1) {
            Files.writeString(Path.of(arguments[1]), page);
        }
    }

    /**
     * Claims of requesters that share one scheduler.
     *
     * @param seed of the scheduler: one of several finds others than the rest among equal places
     */
    private static double claims(Store store, int requesters, long seed, int seconds)
            throws InterruptedException, ExecutionException {
        try (var scheduler =
                new Scheduler(store, KEYS, TestFleet.placer(seed), Duration.ofSeconds(60))) {
            scheduler.view().list();
            return rate(
                    requesters,
                    seconds,
                    (requester, number) -> {
                        var id = "r%d-%d-%d-%d".formatted(seed, requesters, requester, number);
                        var request =
                                TestFleet.request(id, "A40-8Q", 1).with(PlacementPolicy.SPREAD);
                        if (!(scheduler.request(request) instanceof Outcome.Granted)) {
                            throw new IllegalStateException("not granted: " + id);
                        }
                    });
        }
    }

    /** Claims of two schedulers, which know nothing of each other, with as many requesters each. */
    private static double claimsOfTwo(Store store, int requesters, int seconds)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sum = 0.0;
            for (var one :
                    threads.invokeAll(
                            LongStream.of(1, 2)
                                    .<Callable<Double>>mapToObj(
                                            seed -> () -> claims(store, requesters, seed, seconds))
                                    .toList())) {
                sum += one.get();
            }
            return sum;
        }
    }

    private static void check(Store store) {
        var faults = TestFleet.faults(store, KEYS);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    String.join("\n", faults.subList(0, Math.min(10, faults.size()))));
        }
    }

    /** For the next ones, with room for all again. */
    private static void clear(Store store) {
        for (var prefix : List.of(KEYS.claims(), KEYS.hosts())) {
            var transaction = new Transaction.Builder();
            var count = 0;
            for (var entry : store.list(prefix).entries()) {
                if (!prefix.equals(KEYS.hosts()) || entry.key().endsWith("/alloc")) {
                    transaction.delete(entry.key());
                    if (++count % 100 == 0) {
                        store.commit(transaction.build());
                        transaction = new Transaction.Builder();
                    }
                }
            }
            store.commit(transaction.build());
        }
    }

    private static int size(Store store) {
        var sizes =
                store.list(KEYS.hosts()).entries().stream()
                        .filter(entry -> entry.key().endsWith("/alloc"))
                        .mapToInt(entry -> entry.text().length())
                        .average();
        return (int) sizes.orElse(200);
    }

    /**
     * Swaps of one document, or of one and a short key beside it, as a claim has.
     *
     * @param keys how many are swapped together, 1 or 2
     */
    private static double raw(Store store, int requesters, int size, int keys, int seconds)
            throws InterruptedException, ExecutionException {
        var revisions = new long[requesters];
        return rate(
                requesters,
                seconds,
                (requester, number) -> {
                    var host = "raw-%d-%d-%d".formatted(keys, requesters, requester);
                    var key = RAW.host(host, Part.ALLOCATION);
                    var text = "%-10d".formatted(number) + "x".repeat(Math.max(0, size - 10));
                    var swap =
                            new Transaction.Builder()
                                    .expect(key, revisions[requester])
                                    .put(key, text);
                    if (keys == 2) {
                        var claim = RAW.claim(host + "-" + number);
                        swap.expect(claim, Transaction.ABSENT)
                                .put(claim, new ClaimKey(List.of(host)).write());
                    }
                    var committed = store.commit(swap.build());
                    if (!committed.done()) {
                        throw new IllegalStateException("not swapped: " + key);
                    }
                    revisions[requester] = committed.revision();
                });
    }

    private static double rate(int requesters, int seconds, Work work)
            throws InterruptedException, ExecutionException {
        var count = new AtomicLong();
        var start = System.nanoTime();
        var end = start + Duration.ofSeconds(seconds).toNanos();
        var works = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < requesters; i++) {
            var requester = i;
            works.add(() -> {
                for (var number = 0L; System.nanoTime() < end; number++) {
                    work.once(requester, number);
                    count.incrementAndGet();
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(works)) {
                done.get();
            }
        }
        return count.get() / ((System.nanoTime() - start) / 1e9);
    }
}
